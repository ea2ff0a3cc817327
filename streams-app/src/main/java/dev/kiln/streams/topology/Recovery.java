package dev.kiln.streams.topology;

import dev.kiln.streams.inflight.Entry;
import dev.kiln.streams.inflight.InFlightStore;

/**
 * Brings back what an earlier life of the task left in the store. A life commits, before a request
 * begins, that it is under way, and that it is not any more before it ends in order. Where the life
 * before did so, or died of something that this process survived, its requests simply go on. Where
 * it did not, one of those that had begun may have killed the process: then these run alone, one
 * after the other, and each attempt is written down and committed before it begins.
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
    ENDED,
    MARKED,
    ENDING,
    LEFT,
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
  private final boolean afterDeath;
  private Phase phase;
  private boolean leaves;

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
    // A store without entries and without a mark is new.
    boolean inOrder = store.isMarkedEnded() || (!store.isMarkedUnderWay() && backlog.isEmpty());
    afterDeath = !inOrder && !sameProcess;
    if (inOrder) {
      phase = Phase.ENDED;
    } else {
      phase = sameProcess || backlog.isEmpty() ? Phase.OVER : Phase.SUSPICIOUS;
    }
  }

  /** Whether the life before may have died of a request, known or not. */
  boolean isAfterDeath() {
    return afterDeath;
  }

  /** Whether requests may begin side by side. */
  boolean isOver() {
    return phase == Phase.OVER;
  }

  /** Whether no life is under way, and that is committed: whatever happens now, it is no death. */
  boolean isEnded() {
    return phase == Phase.ENDED || hasLeft();
  }

  /** Whether no life will begin here any more, and that is committed. */
  boolean hasLeft() {
    return phase == Phase.LEFT;
  }

  /** Ends the life in order; another one begins with the next request. */
  void end() {
    process.leave(this);
    if (!isEnded()) {
      store.markEnded();
      commit.run();
      phase = Phase.ENDING;
    }
  }

  /** Ends the life in order, for good. */
  void leave() {
    if (!leaves) {
      leaves = true;
      end();
    }
  }

  Step tick() {
    switch (phase) {
      case ENDED -> {
        if (leaves) {
          phase = Phase.LEFT;
        } else if (!backlog.isEmpty()) {
          // Committed before anything begins: a crash from now on is not in order.
          store.markUnderWay();
          commit.run();
          phase = Phase.MARKED;
        }
      }
      case MARKED -> phase = Phase.OVER;
      case ENDING -> phase = leaves ? Phase.LEFT : Phase.ENDED;
      case SUSPICIOUS -> {
        return nextSuspect();
      }
      case RESERVED -> {
        phase = Phase.UNDER_WAY;
        return new Begin();
      }
      case UNDER_WAY, OVER, LEFT -> {}
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
    if (phase == Phase.RESERVED || phase == Phase.UNDER_WAY) {
      phase = Phase.SUSPICIOUS;
    }
  }

  /** The task goes; where another one takes over, what is written here is still committed. */
  void close() {
    process.leave(this);
    if (!isEnded() && phase != Phase.ENDING) {
      store.markEnded();
    }
  }
}
