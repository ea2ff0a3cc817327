package dev.kiln.generation.noise;

/**
 * Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random
 * numbers: as easy as 1, 2, 3" (SC 2011). A pure function of a 128-bit counter and a 64-bit key.
 */
final class Philox {
  private static final long M0 = 0xD2511F53L;
  private static final long M1 = 0xCD9E8D57L;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;
  private static final long LOW = 0xFFFFFFFFL;

  private Philox() {}

  /**
   * Writes the four 32-bit words of the block with counter (c0, c1, c2, c3) under key (k0, k1),
   * from place {@code at} on.
   */
  static void block(int c0, int c1, int c2, int c3, int k0, int k1, int[] words, int at) {
    int x0 = c0;
    int x1 = c1;
    int x2 = c2;
    int x3 = c3;
    int key0 = k0;
    int key1 = k1;
    for (int round = 0; round < 10; round++) {
      long p0 = M0 * (x0 & LOW);
      long p1 = M1 * (x2 & LOW);
      x0 = (int) (p1 >>> 32) ^ x1 ^ key0;
      x1 = (int) p1;
      x2 = (int) (p0 >>> 32) ^ x3 ^ key1;
      x3 = (int) p0;
      key0 += W0;
      key1 += W1;
    }
    words[at] = x0;
    words[at + 1] = x1;
    words[at + 2] = x2;
    words[at + 3] = x3;
  }
}
