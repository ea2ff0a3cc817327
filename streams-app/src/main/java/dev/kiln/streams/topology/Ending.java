package dev.kiln.streams.topology;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.streams.processor.TaskId;

/**
 * How an application that is about to end tells its tasks, and hears of them that they are ready:
 * what a task writes while Kafka Streams closes it is committed no more. Safe for many threads.
 */
public final class Ending {

  private final Set<TaskId> working = new HashSet<>();
  private boolean requested;

  /**
   * Asks all tasks to note that they end in order, and waits until that is committed.
   *
   * @return false if some did not get to it within that time; requests of theirs will run alone
   *     with the next start, as after a crash
   */
  public synchronized boolean request(Duration patience) {
    requested = true;
    long until = System.nanoTime() + patience.toNanos();
    try {
      for (long left = patience.toNanos();
          !working.isEmpty() && left > 0;
          left = until - System.nanoTime()) {
        wait(left / 1_000_000 + 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return working.isEmpty();
  }

  synchronized boolean isRequested() {
    return requested;
  }

  /** The task has something to note when the application ends, and comes to it with a tick. */
  synchronized void works(TaskId task) {
    working.add(task);
  }

  /** The task has nothing to note, or has gone. */
  synchronized void rests(TaskId task) {
    working.remove(task);
    notifyAll();
  }
}
