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

  /** A long call of the past loses a thousandth with each other: half of it after about 700. */
  private static final int FADING = 1000;

  private final long longest;
  private final long shortest;
  private int calls;
  private long usual;
  private volatile long limit;

  CallTimes(CallLimits limits) {
    longest = limits.longest().toNanos();
    shortest = limits.shortest().toNanos();
    limit = longest;
  }

  /** A call ended well. */
  void took(long nanos) {
    usual = Math.max(nanos, usual - usual / FADING);
    calls = Math.min(KNOWN, calls + 1);
    if (calls == KNOWN) {
      limit = Math.min(longest, Math.max(shortest, FACTOR * usual));
    }
  }

  /** How long the next call may take, in nanoseconds. */
  long limitNanos() {
    return limit;
  }
}
