package dev.kiln.generation.noise;

import java.util.Objects;

/**
 * Standard normal noise without state: element i of a draw is a function of (seed, sample, draw, i)
 * and of nothing else, so a sample does not depend on its neighbours in a batch, on the order of
 * calls, nor on how a draw is cut into chunks.
 *
 * <p>Philox4x32-10 gives the bits; Box and Muller (1958) turn two words into two normals. The
 * logarithm, sine and cosine are polynomials in plain arithmetic, which Java defines to the bit
 * since release 17, so the numbers are the same on every machine. Safe for many threads.
 */
public final class GaussianNoise {
  private static final double TWO_TO_MINUS_32 = 0x1p-32;
  private static final double TWO_TO_MINUS_30 = 0x1p-30;
  private static final double QUARTER_TURN = Math.PI / 2;

  /** Room for one block, a thread each, so that no draw allocates. */
  private static final ThreadLocal<Block> BLOCKS = ThreadLocal.withInitial(Block::new);

  /** Four random words, and the four normals that they become. */
  private static final class Block {
    private final int[] words = new int[4];
    private final float[] normals = new float[4];
  }

  private GaussianNoise() {}

  /** Fills elements 0 to length - 1 of a draw into target, starting at offset. */
  public static void fill(long seed, int sample, int draw, float[] target, int offset, int length) {
    fill(seed, sample, draw, 0, target, offset, length);
  }

  /**
   * Fills elements first to first + length - 1 of a draw into target, starting at offset.
   *
   * @param seed the request's seed
   * @param sample index of the sample within its request
   * @param draw which draw of this sample: 0 for the initial noise, then one for each use
   * @throws IndexOutOfBoundsException if target has no room
   */
  public static void fill(
      long seed, int sample, int draw, int first, float[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (first < 0) {
      throw new IllegalArgumentException("first must not be negative, was " + first);
    }
    int key0 = (int) seed;
    int key1 = (int) (seed >>> 32);
    Block block = BLOCKS.get();
    int[] words = block.words;
    float[] normals = block.normals;
    int done = 0;
    while (done < length) {
      int element = first + done;
      int lane = element & 3;
      int take = Math.min(4 - lane, length - done);
      Philox.block(element >>> 2, 0, sample, draw, key0, key1, words);
      pair(words[0], words[1], normals, 0);
      pair(words[2], words[3], normals, 2);
      for (int i = 0; i < take; i++) {
        target[offset + done + i] = normals[lane + i];
      }
      done += take;
    }
  }

  private static void pair(int radiusBits, int angleBits, float[] normals, int at) {
    double uniform = ((radiusBits & 0xFFFFFFFFL) + 0.5) * TWO_TO_MINUS_32;
    double radius = Math.sqrt(-2 * log(uniform));
    double angle = (((angleBits & 0x3FFFFFFF) + 0.5) * TWO_TO_MINUS_30 - 0.5) * QUARTER_TURN;
    double c = radius * cos(angle);
    double s = radius * sin(angle);
    int quarter = angleBits >>> 30;
    double first = (quarter & 1) == 0 ? c : s;
    double second = (quarter & 1) == 0 ? s : c;
    // Quarter turns: (c, s), (-s, c), (-c, -s), (s, -c).
    normals[at] = (float) (quarter == 1 || quarter == 2 ? -first : first);
    normals[at + 1] = (float) (quarter >= 2 ? -second : second);
  }

  /** Natural logarithm on (0, 1): exponent, and the series of atanh on [1/sqrt 2, sqrt 2]. */
  static double log(double u) {
    long bits = Double.doubleToRawLongBits(u);
    int exponent = (int) (bits >>> 52) - 1023;
    double mantissa = Double.longBitsToDouble((bits & 0x000FFFFFFFFFFFFFL) | 0x3FF0000000000000L);
    if (mantissa > 1.4142135623730951) {
      mantissa *= 0.5;
      exponent++;
    }
    double s = (mantissa - 1) / (mantissa + 1);
    double z = s * s;
    double series =
        1 + z * (1 / 3.0 + z * (1 / 5.0 + z * (1 / 7.0 + z * (1 / 9.0 + z * (1 / 11.0 + z / 13)))));
    return exponent * 0.6931471805599453 + 2 * s * series;
  }

  /** Sine on [-pi/4, pi/4], Taylor to the 11th power. */
  static double sin(double a) {
    double z = a * a;
    return a
        * (1
            + z
                * (-1 / 6.0
                    + z * (1 / 120.0 + z * (-1 / 5040.0 + z * (1 / 362880.0 - z / 39916800)))));
  }

  /** Cosine on [-pi/4, pi/4], Taylor to the 12th power. */
  static double cos(double a) {
    double z = a * a;
    return 1
        + z
            * (-1 / 2.0
                + z
                    * (1 / 24.0
                        + z
                            * (-1 / 720.0
                                + z * (1 / 40320.0 + z * (-1 / 3628800.0 + z / 479001600)))));
  }
}
