package dev.kiln.generation.engine;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many calls of an engine's networks are under way, of whichever network: a call that is alone
 * may have the whole device. Safe for many threads.
 */
final class Traffic {

  private final AtomicInteger calls = new AtomicInteger();

  /** A call begins. */
  void began() {
    calls.incrementAndGet();
  }

  /** A call has ended, however it did. */
  void ended() {
    calls.decrementAndGet();
  }

  /** Whether none is under way. */
  boolean isQuiet() {
    return calls.get() == 0;
  }
}
