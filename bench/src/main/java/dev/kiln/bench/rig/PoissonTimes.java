package dev.kiln.bench.rig;

import java.util.Random;

/** The times of a Poisson process, one after the other. For one thread. */
public final class PoissonTimes {

  private final double rate;
  private final Random random;
  private double at;

  /**
   * A process that begins at 0.
   *
   * @param rate events a second, on average
   * @param random where each interval comes from
   */
  public PoissonTimes(double rate, Random random) {
    if (!(rate > 0)) {
      throw new IllegalArgumentException("rate must be above 0 a second, was " + rate);
    }
    this.rate = rate;
    this.random = random;
  }

  /** When the next event is, in nanoseconds since the beginning. */
  public long nextNanos() {
    at += -Math.log(1 - random.nextDouble()) / rate;
    return (long) (at * 1e9);
  }
}
