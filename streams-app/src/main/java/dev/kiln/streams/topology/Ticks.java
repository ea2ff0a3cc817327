package dev.kiln.streams.topology;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How often a task looks for what there is to do. With few requests under way it waits until an
 * answer rings, and looks at once. With many, it looks every few milliseconds, the less often the
 * longer they take: a look costs a fraction of a millisecond, most of it Kafka's own, of a core
 * that networks and brokers may want as well. For the stream thread alone.
 */
final class Ticks {

  /** Answers of so few requests at a time are worth a look each. */
  private static final int FEW = 8;

  /** Of many, an answer may wait for this share of the time that it took. */
  private static final long SHARE = 32;

  private static final Duration LONGEST_WITH_MANY = Duration.ofMillis(40);

  /** Deadlines are held as exactly. */
  static final Duration LONGEST = Duration.ofMillis(100);

  /** A punctuator comes no sooner. */
  private static final Duration SOONEST = Duration.ofMillis(1);

  private final Duration usual;
  private final Doorbell bell;
  private final LongSupplier nanoClock;
  private long tookNanos;
  private volatile boolean few = true;
  private long next;

  /**
   * The ticks of one task.
   *
   * @param usual how often it looks where it waits for something that does not ring
   * @param bell of its stream thread
   */
  Ticks(Duration usual, Doorbell bell, LongSupplier nanoClock) {
    this.usual = usual;
    this.bell = bell;
    this.nanoClock = nanoClock;
    this.next = nanoClock.getAsLong();
  }

  /** An answer or a preview came. On any thread. */
  void ring() {
    if (few) {
      bell.ring();
    }
  }

  /** An answer left, so long after its request was taken up. */
  void answered(long tookMs) {
    tookNanos = Math.max(0, tookMs) * 1_000_000;
  }

  /**
   * The task has looked.
   *
   * @param requests how many it has with the engine
   * @param waitsForMore whether it waits for something else than the engine
   * @param commitInNanos when it wants a commit, from now
   */
  void looked(int requests, boolean waitsForMore, long commitInNanos) {
    few = requests <= FEW;
    long wait = LONGEST.toNanos();
    if (waitsForMore) {
      wait = usual.toNanos();
    } else if (!few) {
      long longest = Math.max(usual.toNanos(), LONGEST_WITH_MANY.toNanos());
      wait = Math.min(longest, Math.max(usual.toNanos(), tookNanos / SHARE));
    }
    next = nanoClock.getAsLong() + Math.max(interval().toNanos(), Math.min(wait, commitInNanos));
  }

  /** How often the punctuator may come. */
  Duration interval() {
    return few ? SOONEST : usual;
  }

  /**
   * How long the thread may wait until the next look, in nanoseconds.
   *
   * @param news whether something came that was not looked at
   */
  long mayWaitNanos(boolean news) {
    long soonest = SOONEST.toNanos();
    return few && news ? soonest : Math.max(soonest, next - nanoClock.getAsLong());
  }
}
