package dev.kiln.generation.call;

/**
 * How long calls of a network usually take, and from that how long one may take. A network that is
 * not known yet gets the longest limit. For the thread that calls; the limit may be read by others.
 */
final class CallTimes {

  /** So many calls make a network known. */
  private static final int KNOWN = 20;

  /** A call may take so many times the longest of the usual ones. */
  private static final int FACTOR = 100;

  /** How fast long calls of the past are forgotten: half of one after about 700 others. */
  private static final double FADING = 0.999;

  private final long longest;
  private final long shortest;
  private int calls;
  private double usual;
  private volatile long limit;

  CallTimes(CallLimits limits) {
    longest = limits.longest().toNanos();
    shortest = limits.shortest().toNanos();
    limit = longest;
  }

  /** A call ended well. */
  void took(long nanos) {
    usual = Math.max(nanos, usual * FADING);
    calls = Math.min(KNOWN, calls + 1);
    if (calls == KNOWN) {
      limit = (long) Math.min(longest, Math.max(shortest, FACTOR * usual));
    }
  }

  /** How long the next call may take, in nanoseconds. */
  long limitNanos() {
    return limit;
  }
}
