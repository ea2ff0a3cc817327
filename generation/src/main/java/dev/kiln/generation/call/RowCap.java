package dev.kiln.generation.call;

/**
 * How many rows a call of a network may carry: all that fit, and fewer for a while after memory ran
 * out. Safe for many threads.
 */
public final class RowCap {

  private final int most;
  private final long holdNanos;
  private volatile int rows;
  private long until;

  /**
   * @param most rows a call when nothing is wrong
   */
  public RowCap(int most, CallLimits limits) {
    this.most = most;
    this.holdNanos = limits.smallerFor().toNanos();
    this.rows = most;
  }

  /** The rows of the next call; after each while without trouble they double. */
  public synchronized int rows(long nowNanos) {
    while (rows < most && nowNanos - until >= 0) {
      rows = Math.min(most, 2 * rows);
      until += holdNanos;
      if (holdNanos == 0) {
        rows = most;
      }
    }
    return rows;
  }

  /** A call of so many rows found no memory: half of them, for a while. */
  public synchronized void ranOut(int failedRows, long nowNanos) {
    rows = Math.max(1, Math.min(rows, failedRows / 2));
    until = nowNanos + holdNanos;
  }

  /** The rows of the call before, without a look at the clock. */
  public int rows() {
    return rows;
  }

  /** Whether calls carry fewer rows than they could. */
  public boolean isReduced() {
    return rows < most;
  }
}
