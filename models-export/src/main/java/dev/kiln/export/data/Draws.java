package dev.kiln.export.data;

/**
 * Random numbers that depend on nothing but a seed and an index (SplitMix64, Steele et al. 2014).
 * The same pair gives the same numbers on every JDK: {@link StrictMath} only.
 */
public final class Draws {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  /** The numbers of a seed and an index. */
  public Draws(long seed, long index) {
    this.state = mix(mix(seed + GOLDEN) ^ (index * 0xD1342543DE82EF95L + 1));
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Uniform in [0, 1). */
  public double uniform() {
    state += GOLDEN;
    return (mix(state) >>> 11) * 0x1.0p-53;
  }

  /** Uniform in [low, high). */
  public double between(double low, double high) {
    return low + (high - low) * uniform();
  }

  /** Uniform in [-reach, reach). */
  public double within(double reach) {
    return between(-reach, reach);
  }

  /** A whole number in [0, bound). */
  public int below(int bound) {
    return (int) (uniform() * bound);
  }

  /** Standard normal (Box and Muller 1958). */
  public double gaussian() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
    return radius * StrictMath.cos(2 * StrictMath.PI * uniform());
  }
}
