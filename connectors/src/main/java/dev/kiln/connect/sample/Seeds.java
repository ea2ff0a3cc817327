package dev.kiln.connect.sample;

/**
 * Seeds of single samples, each a function of a base seed and a number. Pure.
 *
 * <p>SplitMix64 (Steele, Lea and Flood 2014): the number-th output of the generator that starts at
 * the base seed, so that different numbers give different seeds.
 */
public final class Seeds {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  /** The seed of a sample. */
  public static long of(long base, long number) {
    long z = base + (number + 1) * GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A number from 0 (inclusive) to 1 (exclusive), as evenly spread as the seeds. */
  public static double uniform(long base, long number) {
    return (of(base, number) >>> 11) * 0x1.0p-53;
  }
}
