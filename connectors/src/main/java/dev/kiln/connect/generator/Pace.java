package dev.kiln.connect.generator;

import java.util.function.LongSupplier;

/**
 * Keeps to a rate: samples are due at even distances in time. Who falls behind catches up on at
 * most one second. For one thread.
 */
final class Pace {

  private static final double NANOS = 1e9;

  private final double perSecond;
  private final LongSupplier nanoClock;
  private double due;
  private boolean begun;

  /**
   * @param perSecond samples per second, 0 for no limit
   * @param nanoClock as {@link System#nanoTime()}
   */
  Pace(double perSecond, LongSupplier nanoClock) {
    this.perSecond = perSecond;
    this.nanoClock = nanoClock;
  }

  /** Milliseconds until the next sample is due, 0 if it is. */
  long millisUntilDue() {
    if (perSecond == 0) {
      return 0;
    }
    double now = nanoClock.getAsLong();
    if (!begun) {
      begun = true;
      due = now;
    }
    due = Math.max(due, now - NANOS);
    return due <= now ? 0 : Math.max(1, (long) Math.ceil((due - now) / 1e6));
  }

  /** Notes that a sample was begun. */
  void took() {
    if (perSecond > 0) {
      due += NANOS / perSecond;
    }
  }
}
