package dev.kiln.generation.engine;

import dev.kiln.generation.stage.Trajectory;

/**
 * A sample in progress, and what the policy knows of it. What can change belongs to the lock of its
 * {@link Samples}.
 */
final class Live {

  private final Job job;
  private final int index;
  private final int stage;
  private final Trajectory trajectory;
  private final Account account;
  private final long number;
  private final long sinceNanos;
  private long served;
  private boolean taken;

  /**
   * @param job whose it is
   * @param index its index within the request
   * @param stage which stage it walks through
   * @param trajectory the walk
   * @param account what its key was given so far
   * @param number counts the samples as they are admitted
   * @param sinceNanos when it was admitted, on the engine's clock
   */
  Live(
      Job job,
      int index,
      int stage,
      Trajectory trajectory,
      Account account,
      long number,
      long sinceNanos) {
    this.job = job;
    this.index = index;
    this.stage = stage;
    this.trajectory = trajectory;
    this.account = account;
    this.number = number;
    this.sinceNanos = sinceNanos;
  }

  Job job() {
    return job;
  }

  int index() {
    return index;
  }

  int stage() {
    return stage;
  }

  Trajectory trajectory() {
    return trajectory;
  }

  Account account() {
    return account;
  }

  /** Smaller for those that were admitted earlier. */
  long number() {
    return number;
  }

  /** When it was admitted, on the engine's clock. */
  long sinceNanos() {
    return sinceNanos;
  }

  /** The call that carried it last, or the one before which it was admitted. */
  long served() {
    return served;
  }

  void served(long call) {
    served = call;
  }

  /** Whether it was picked for the call that is being put together. */
  boolean isTaken() {
    return taken;
  }

  void taken(boolean now) {
    taken = now;
  }

  /** How many rows of calls it still needs. */
  int rowsLeft() {
    return trajectory.callsLeft() * trajectory.maxRows();
  }
}
