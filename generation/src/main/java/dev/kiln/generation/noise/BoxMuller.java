package dev.kiln.generation.noise;

/**
 * Box and Muller (1958): two random words become two standard normals, many pairs at a time. The
 * logarithm, sine and cosine are polynomials in plain arithmetic, which Java defines to the bit
 * since release 17. What is plain arithmetic stands in loops of its own over arrays, which the JIT
 * compiles to vector instructions. For one thread at a time.
 */
final class BoxMuller {
  /** The most pairs at a time; the arrays for them stay in the first-level cache. */
  static final int PAIRS = 256;

  private static final double TWO_TO_MINUS_32 = 0x1p-32;
  private static final double TWO_TO_MINUS_30 = 0x1p-30;
  private static final double QUARTER_TURN = Math.PI / 2;
  private static final double LN_2 = 0.6931471805599453;

  /** The bits of a double behind its exponent, and what they are in the square root of 2. */
  private static final long FRACTION = 0x000FFFFFFFFFFFFFL;

  private static final long SQRT_2 = Double.doubleToRawLongBits(1.4142135623730951) & FRACTION;

  private final int[] words = new int[2 * PAIRS];
  private final float[] normals = new float[2 * PAIRS];
  private final double[] mantissas = new double[PAIRS];
  private final double[] exponents = new double[PAIRS];
  private final double[] angles = new double[PAIRS];
  private final double[] cosines = new double[PAIRS];

  /**
   * The words to start from: first of each pair the one for the radius, then that for the angle.
   */
  int[] words() {
    return words;
  }

  /** The normals of the first pairs of words; overwritten by the next call. */
  float[] normals(int pairs) {
    for (int i = 0; i < pairs; i++) {
      split(((words[2 * i] & 0xFFFFFFFFL) + 0.5) * TWO_TO_MINUS_32, i);
      int angle = words[2 * i + 1] & 0x3FFFFFFF;
      angles[i] = ((angle + 0.5) * TWO_TO_MINUS_30 - 0.5) * QUARTER_TURN;
    }
    double[] radii = mantissas;
    for (int i = 0; i < pairs; i++) {
      radii[i] = Math.sqrt(-2 * log(mantissas[i], exponents[i]));
    }
    for (int i = 0; i < pairs; i++) {
      cosines[i] = radii[i] * cos(angles[i]);
    }
    double[] sines = angles;
    for (int i = 0; i < pairs; i++) {
      sines[i] = radii[i] * sin(angles[i]);
    }
    for (int i = 0; i < pairs; i++) {
      turn(words[2 * i + 1] >>> 30, (float) cosines[i], (float) sines[i], 2 * i);
    }
    return normals;
  }

  /** u is mantissa times 2 to the exponent, the mantissa between 1/sqrt 2 and sqrt 2. */
  private void split(double u, int i) {
    long bits = Double.doubleToRawLongBits(u);
    long fraction = bits & FRACTION;
    long above = (SQRT_2 - fraction) >>> 63; // 1 where it is above sqrt 2, and is halved
    mantissas[i] = Double.longBitsToDouble(fraction | (1023 - above) << 52);
    exponents[i] = (int) ((bits >>> 52) - 1023 + above);
  }

  /**
   * Quarter turns: (c, s), (-s, c), (-c, -s), (s, -c). Without branches, since no processor
   * foresees where they go.
   */
  private void turn(int quarter, float c, float s, int at) {
    int odd = quarter & 1;
    int half = quarter >>> 1;
    normals[at + odd] = negatedIf(half, c);
    normals[at + 1 - odd] = negatedIf(half ^ odd, s);
  }

  /** The value where the bit is 0, its negative where it is 1. */
  private static float negatedIf(int bit, float value) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(value) ^ (bit << 31));
  }

  /** Natural logarithm of mantissa times 2 to the exponent, by the series of atanh. */
  static double log(double mantissa, double exponent) {
    double s = (mantissa - 1) / (mantissa + 1);
    double z = s * s;
    double series =
        1 + z * (1 / 3.0 + z * (1 / 5.0 + z * (1 / 7.0 + z * (1 / 9.0 + z * (1 / 11.0 + z / 13)))));
    return exponent * LN_2 + 2 * s * series;
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
