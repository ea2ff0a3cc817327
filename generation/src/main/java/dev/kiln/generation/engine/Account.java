package dev.kiln.generation.engine;

/**
 * How many rows of calls the samples of one key were given, as far as the key is in progress. For
 * the lock of its {@link Samples}.
 */
final class Account {

  private long used;
  private int samples;

  /**
   * @param used where it begins: at what the least served has, so that nobody gains by pausing
   */
  Account(long used) {
    this.used = used;
  }

  long used() {
    return used;
  }

  void charge(int rows) {
    used += rows;
  }

  void enter() {
    samples++;
  }

  /** True when that was the last of its samples. */
  boolean leave() {
    samples--;
    return samples == 0;
  }
}
