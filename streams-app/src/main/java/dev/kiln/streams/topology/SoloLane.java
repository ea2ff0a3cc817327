package dev.kiln.streams.topology;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets one task of the whole process at a time try a request that may have killed the last process,
 * so that the blame falls on nobody else's. Safe for many threads.
 */
final class SoloLane {

  private final AtomicReference<Object> holder = new AtomicReference<>();

  boolean enter(Object who) {
    return holder.get() == who || holder.compareAndSet(null, who);
  }

  /** Does nothing for those who are not in it. */
  void leave(Object who) {
    holder.compareAndSet(who, null);
  }
}
