package dev.kiln.generation.call;

import java.time.Duration;

/**
 * What a network's calls may take before somebody steps in.
 *
 * @param longest how long a call may take at most
 * @param shortest the limit is learned from the usual calls of a network, but never below this
 * @param grace how long a call that was told to stop may take to do so
 * @param maxStuck how many calls of one network may be stuck for good, each with its thread and
 *     session; with more the network is not called any more
 * @param smallerFor how long a network that ran out of memory carries fewer rows, before they are
 *     doubled again
 */
public record CallLimits(
    Duration longest, Duration shortest, Duration grace, int maxStuck, Duration smallerFor) {

  public CallLimits {
    if (shortest.isNegative() || shortest.isZero() || shortest.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "the limits of a call must be above zero and the shortest at most the longest, were "
              + shortest
              + " and "
              + longest);
    }
    if (grace.isNegative() || grace.isZero()) {
      throw new IllegalArgumentException("grace must be above zero, was " + grace);
    }
    if (maxStuck < 0) {
      throw new IllegalArgumentException("maxStuck must be at least 0, was " + maxStuck);
    }
    if (smallerFor.isNegative()) {
      throw new IllegalArgumentException("smallerFor must be at least 0, was " + smallerFor);
    }
  }

  /** A minute a call, ten seconds where calls are known to be short; three stuck calls. */
  public static CallLimits defaults() {
    return new CallLimits(
        Duration.ofSeconds(60),
        Duration.ofSeconds(10),
        Duration.ofSeconds(5),
        3,
        Duration.ofSeconds(30));
  }

  /** As the defaults, but no call may take longer than this. */
  public static CallLimits of(Duration longest) {
    CallLimits usual = defaults();
    Duration shortest = longest.compareTo(usual.shortest()) < 0 ? longest : usual.shortest();
    return new CallLimits(longest, shortest, usual.grace(), usual.maxStuck(), usual.smallerFor());
  }
}
