package dev.kiln.streams.topology;

/**
 * When the answers of a stream thread are committed. A transaction costs the same whether it
 * carries one answer or a hundred, and whoever reads only what is committed sees no answer before
 * it. So an answer is committed at once where nothing else is under way; else it waits for others
 * for a share of the time that it took itself, which is long where much is under way. Kafka Streams
 * commits at its own interval at the latest. For one stream thread, whose tasks share it as they
 * share the transaction.
 */
final class CommitPace {

  /** An answer waits for company at most this share of the time that it took. */
  private static final double SHARE = 0.25;

  /** After a commit, answers wait at least so many times as long as it took. */
  private static final long REST = 4;

  /** Somebody is looking: previews wait at most so long. */
  private static final long PREVIEWS_WAIT_MS = 100;

  private static final long NEVER = Long.MAX_VALUE;

  private int open;
  private long due = NEVER;
  private long asked = NEVER;
  private long rested = Long.MIN_VALUE;

  /** How many more requests the thread has now, or fewer. */
  void opened(int more) {
    open += more;
  }

  /** The thread is back from whatever it did since its last callback, commits included. */
  void back(long nowMs) {
    if (asked != NEVER) {
      rested = nowMs + REST * Math.max(0, nowMs - asked);
      asked = NEVER;
    }
  }

  /**
   * An answer went out that is not committed yet.
   *
   * @param tookMs the time from its request to it
   */
  void answered(long tookMs, long nowMs) {
    due = Math.min(due, nowMs + (long) (SHARE * Math.max(0, tookMs)));
  }

  /** Previews went out that are not committed yet. */
  void previewed(long nowMs) {
    due = Math.min(due, nowMs + PREVIEWS_WAIT_MS);
  }

  /** Whether what went out is to be committed now; if so, counts on it that it is. */
  boolean isDue(long nowMs) {
    if (due == NEVER || (open > 0 && nowMs < Math.max(due, rested))) {
      return false;
    }
    due = NEVER;
    // With nothing under way, nobody calls back soon, and there is nothing to pace.
    asked = open > 0 ? nowMs : NEVER;
    return true;
  }
}
