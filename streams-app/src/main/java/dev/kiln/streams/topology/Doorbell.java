package dev.kiln.streams.topology;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * How a stream thread waits for records: no longer than until one of its tasks has something to do,
 * and not while an answer waits that may leave at once. {@link #ring} is for any thread, all else
 * for the stream thread.
 */
public final class Doorbell {

  /** A task of the thread. */
  interface Listener {

    /** How long the thread may wait for records, in nanoseconds, as far as the task goes. */
    long mayWaitNanos();
  }

  private final Set<Listener> tasks = new HashSet<>();
  private volatile boolean listens;
  private Runnable wake = () -> {};
  private boolean rung;

  Doorbell() {}

  void add(Listener task) {
    tasks.add(task);
  }

  void remove(Listener task) {
    tasks.remove(task);
  }

  /** Ends the thread's wait, if it waits. Who rings has to leave word with a task before. */
  void ring() {
    if (listens) {
      wake();
    }
  }

  private synchronized void wake() {
    if (listens && !rung) {
      rung = true;
      wake.run();
    }
  }

  /**
   * The thread begins to wait.
   *
   * @param longest how long it wants to wait
   * @param wakeUp ends its wait; called at most once, on any thread, before {@link #stop} returns
   * @return how long it may wait
   */
  public Duration listen(Duration longest, Runnable wakeUp) {
    synchronized (this) {
      wake = wakeUp;
      rung = false;
      listens = true;
    }
    // After it listens: an answer is either seen here, or rings.
    long nanos = longest.toNanos();
    for (Listener task : tasks) {
      nanos = Math.min(nanos, task.mayWaitNanos());
    }
    return Duration.ofNanos(Math.max(0, nanos));
  }

  /**
   * The thread waits no more.
   *
   * @return whether it was woken, or is about to be
   */
  public synchronized boolean stop() {
    listens = false;
    return rung;
  }
}
