package dev.kiln.streams.topology;

import java.util.function.LongSupplier;

/**
 * When the answers of a stream thread are committed. A transaction costs the same whether it
 * carries one answer or a thousand, and whoever reads only what is committed sees no answer before
 * it. So an answer is committed at once where nothing else is under way; else it waits for others
 * for a share of the time that it took itself, which is long where much is under way. After a
 * commit, answers rest for as long as it took, and for four times as long where others are under
 * way or {@link #MANY} came meanwhile, but not beyond {@link #LONGEST_REST_NANOS}. Kafka Streams
 * commits at its own interval at the latest. For one stream thread, whose tasks share it as they
 * share the transaction.
 */
final class CommitPace {

  /** An answer waits for company at most this share of the time that it took. */
  private static final double SHARE = 0.25;

  /** Where much is under way, a rest is so many times as long as the commit before it. */
  private static final long REST = 4;

  /** So many answers between two commits come from more than somebody who waits for each. */
  static final int MANY = 32;

  /** What Kafka Streams leaves between two commits with exactly_once_v2. */
  static final long LONGEST_REST_NANOS = 100_000_000;

  /** Somebody is looking: previews wait at most so long. */
  private static final long PREVIEWS_WAIT_NANOS = 100_000_000;

  /** Who is away from its callbacks for less has not committed. */
  static final long COMMIT_NANOS = 1_000_000;

  private final LongSupplier nanoClock;
  private int open;
  private boolean waits;
  private int answers;
  private long due;
  private boolean asked;
  private long left;
  private long ended;
  private long took;

  CommitPace(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.left = nanoClock.getAsLong();
    this.ended = left - LONGEST_REST_NANOS;
  }

  /** How many more requests the thread has now, or fewer. */
  void opened(int more) {
    open += more;
  }

  /** A callback begins: the thread is back from whatever it did since the last one. */
  void enter() {
    long now = nanoClock.getAsLong();
    if (asked && now - left >= COMMIT_NANOS) {
      asked = false;
      waits = false;
      answers = 0;
      took = now - left;
      ended = now;
    }
  }

  /** A callback ends: the thread may commit now. */
  void leave() {
    left = nanoClock.getAsLong();
  }

  /**
   * An answer went out that is not committed yet.
   *
   * @param tookMs the time from its request to it
   */
  void answered(long tookMs) {
    answers++;
    dueIn((long) (SHARE * 1e6 * Math.max(0, tookMs)));
  }

  /** Previews went out that are not committed yet. */
  void previewed() {
    dueIn(PREVIEWS_WAIT_NANOS);
  }

  private void dueIn(long nanos) {
    long at = nanoClock.getAsLong() + nanos;
    due = waits && due - at < 0 ? due : at;
    waits = true;
  }

  /** Whether the thread should come back soon, though it may have no requests. */
  boolean isPending() {
    return waits || asked;
  }

  /** When {@link #isDue} may be true, or a commit is to be seen, in nanoseconds from now. */
  long dueInNanos() {
    return asked ? 0 : waitNanos();
  }

  /** Whether what went out is to be committed now; if so, counts on it that it is. */
  boolean isDue() {
    if (waitNanos() > 0) {
      return false;
    }
    waits = false;
    asked = true;
    return true;
  }

  private long waitNanos() {
    if (!waits) {
      return Long.MAX_VALUE;
    }
    long late = open == 0 ? 0 : due - nanoClock.getAsLong();
    return Math.max(late, restNanos(open > 0 || answers >= MANY));
  }

  /**
   * Whether requests that begin only once they are committed may be committed now; if so, counts on
   * it that they are. Without a rest, the thread would go from commit to commit with the one record
   * of each task that Kafka Streams processes in between.
   *
   * @param requests how many they are
   */
  boolean isDueFor(int requests) {
    if (restNanos(requests >= MANY) > 0) {
      return false;
    }
    asked = true;
    return true;
  }

  private long restNanos(boolean busy) {
    long rest = Math.min(LONGEST_REST_NANOS, busy ? REST * took : took);
    return ended + rest - nanoClock.getAsLong();
  }
}
