package dev.kiln.generation.engine;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One caller's turn on a device, again and again: it waits for a place, has it for a call, and
 * gives it back or keeps it for the next. For its caller's thread; {@link #leave} and {@link #look}
 * for others too.
 */
final class Turn {

  /** Where it is. */
  enum State {
    /** Neither waits nor has a place. */
    AWAY,
    WAITING,
    /** Has a place for a call. */
    HERE,
    /** Has a place between two calls. */
    KEPT,
    /** Is at a call for which nobody waits any more. */
    LAPSED
  }

  private final Turns turns;
  private final Turns.Share share;
  private final BooleanSupplier over;

  // Under the lock of the turns, from here on.
  private Thread caller = Thread.currentThread();
  private volatile State state = State.AWAY;
  private long number;
  private long since;
  private long expected;
  private long age;
  private boolean overtook;

  /**
   * A turn of a network's share.
   *
   * @param over whether the caller is to end, so that it waits no longer; then it is to be woken
   */
  Turn(Turns turns, Turns.Share share, BooleanSupplier over) {
    this.turns = turns;
    this.share = share;
    this.over = over;
  }

  /** Asks for a place, unless the caller has one; false when it is to {@link #await} it. */
  boolean ask() {
    return isHere() || turns.ask(this);
  }

  /**
   * Waits for the place that was asked for.
   *
   * @return false when the caller is to end; then it is out of the queue
   */
  boolean await() {
    while (!isHere()) {
      if (over.getAsBoolean()) {
        leave();
        return false;
      }
      LockSupport.park(turns);
    }
    return true;
  }

  /** Whether the caller may call. */
  boolean isHere() {
    return state == State.HERE || state == State.LAPSED;
  }

  /** The caller, who has a place, begins its call. */
  void begin() {
    turns.begin();
  }

  /**
   * The call has ended, however it did. Its place goes to the next, unless this turn is before all
   * that wait: then it is kept, so that the caller's next call can follow at once. A place that is
   * kept is to be {@linkplain #ask asked for} again or {@linkplain #leave left}.
   */
  void end() {
    turns.end(this);
  }

  /** Gives back whatever it has, a place or the wait for one; without effect the second time. */
  void leave() {
    if (state != State.AWAY) {
      turns.leave(this);
    }
  }

  /**
   * By the watchdog: lets others go on beside a call that takes too long.
   *
   * @param nanos since the last look
   */
  void look(long nanos) {
    synchronized (turns) {
      age += nanos;
      if (age >= Turns.LAPSE_NANOS) {
        turns.lapse(this);
      }
    }
  }

  Turns.Share share() {
    return share;
  }

  State state() {
    return state;
  }

  void state(State now) {
    state = now;
  }

  boolean holdsPlace() {
    return state == State.HERE || state == State.KEPT;
  }

  /** Smaller for those that asked earlier. */
  long number() {
    return number;
  }

  void number(long askedAs) {
    number = askedAs;
  }

  /** It waits from now on, by the caller's thread. */
  void queued(long askedAs) {
    number = askedAs;
    caller = Thread.currentThread();
    state = State.WAITING;
  }

  /**
   * It has a place from now on.
   *
   * @param overtakes whether it goes before one that is less urgent
   */
  void come(boolean overtakes) {
    overtook = overtakes;
    age = 0;
    state = State.HERE;
    if (caller != Thread.currentThread()) {
      LockSupport.unpark(caller);
    }
  }

  /** Whether it has its place for being urgent. */
  boolean overtook() {
    return overtook;
  }

  /** Since when its time is not charged yet. */
  long since() {
    return since;
  }

  /** What was charged for that time beforehand. */
  long expected() {
    return expected;
  }

  void since(long nanos, long expectedCost) {
    since = nanos;
    expected = expectedCost;
  }
}
