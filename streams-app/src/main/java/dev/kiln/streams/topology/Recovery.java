package dev.kiln.streams.topology;

import dev.kiln.streams.inflight.Entry;
import dev.kiln.streams.inflight.InFlightStore;

/**
 * Brings back what an earlier life of the task left in the store. Where that life ended in order,
 * or died of something that this process survived, its requests simply go on. Where it did not, one
 * of those that had begun may have killed the process: then these run alone, one after the other,
 * and each attempt is written down and committed before it begins.
 *
 * <p>Moves only with {@link #tick}, between two of which the stream thread commits what was asked
 * to be committed. For the stream thread alone.
 */
final class Recovery {

  /** What is to be done next. */
  sealed interface Step {}

  /** Nothing, until the next tick. */
  record Wait() implements Step {}

  /** Reserve a request, already written down with its new attempt; it begins with a later tick. */
  record Reserve(Entry entry) implements Step {}

  /** Begin the reserved request. */
  record Begin() implements Step {}

  /** Give a request up: too many attempts ended with the death of the process. */
  record GiveUp(Entry entry) implements Step {}

  private enum Phase {
    MARKED_CLEAN,
    CLEARED,
    SUSPICIOUS,
    RESERVED,
    UNDER_WAY,
    OVER
  }

  private final InFlightStore store;
  private final Backlog backlog;
  private final ProcessMemory process;
  private final int maxAttempts;
  private final Runnable commit;
  private Phase phase;

  /**
   * @param sameProcess whether the last life of the task was in this process, which lives
   * @param commit asks for a commit before the next tick
   */
  Recovery(
      InFlightStore store,
      Backlog backlog,
      ProcessMemory process,
      boolean sameProcess,
      int maxAttempts,
      Runnable commit) {
    this.store = store;
    this.backlog = backlog;
    this.process = process;
    this.maxAttempts = maxAttempts;
    this.commit = commit;
    if (store.isMarkedClean()) {
      phase = Phase.MARKED_CLEAN;
    } else {
      phase = sameProcess || backlog.isEmpty() ? Phase.OVER : Phase.SUSPICIOUS;
    }
  }

  /** Whether requests may begin side by side. */
  boolean isOver() {
    return phase == Phase.OVER;
  }

  Step tick() {
    switch (phase) {
      case MARKED_CLEAN -> {
        // Committed before anything begins: a crash from now on is not in order.
        store.clearMark();
        commit.run();
        phase = Phase.CLEARED;
      }
      case CLEARED -> phase = Phase.OVER;
      case SUSPICIOUS -> {
        return nextSuspect();
      }
      case RESERVED -> {
        phase = Phase.UNDER_WAY;
        return new Begin();
      }
      case UNDER_WAY, OVER -> {}
    }
    return new Wait();
  }

  private Step nextSuspect() {
    if (!process.enter(this)) {
      return new Wait();
    }
    Entry entry = backlog.nextBegun();
    if (entry == null) {
      process.leave(this);
      phase = Phase.OVER;
      return new Wait();
    }
    if (entry.attempt() >= maxAttempts) {
      return new GiveUp(entry);
    }
    Entry again = entry.nextAttempt();
    store.put(again);
    commit.run();
    phase = Phase.RESERVED;
    return new Reserve(again);
  }

  /** The reserved request is answered, and its answer on its way. */
  void ended() {
    process.leave(this);
    phase = Phase.SUSPICIOUS;
  }

  void close() {
    process.leave(this);
  }
}
