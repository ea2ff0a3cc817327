package dev.kiln.generation.noise;

import java.util.Objects;

/**
 * Standard normal noise without state: element i of a draw is a function of (seed, sample, draw, i)
 * and of nothing else, so a sample does not depend on its neighbours in a batch, on the order of
 * calls, nor on how a draw is cut into chunks.
 *
 * <p>Philox4x32-10 gives the bits, {@link BoxMuller} turns two words into two normals, both in
 * arithmetic that Java defines to the bit, so the numbers are the same on every machine. Safe for
 * many threads.
 */
public final class GaussianNoise {

  /** Room for some blocks, a thread each, so that no draw allocates. */
  private static final ThreadLocal<BoxMuller> ROOM = ThreadLocal.withInitial(BoxMuller::new);

  /** A block of Philox is four words, and so are two pairs. */
  private static final int MOST_BLOCKS = BoxMuller.PAIRS / 2;

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
    BoxMuller room = ROOM.get();
    int done = 0;
    while (done < length) {
      int element = first + done;
      int lane = element & 3;
      int blocks = Math.min(MOST_BLOCKS, (length - done + lane + 3) >>> 2);
      for (int i = 0; i < blocks; i++) {
        Philox.block((element >>> 2) + i, 0, sample, draw, key0, key1, room.words(), 4 * i);
      }
      int take = Math.min(4 * blocks - lane, length - done);
      System.arraycopy(room.normals(2 * blocks), lane, target, offset + done, take);
      done += take;
    }
  }
}
