package dev.kiln.streams.topology;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.processor.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of one process know of each other, to lay the blame for a dead process where it
 * belongs. Safe for many threads.
 */
final class ProcessMemory {

  private final AtomicReference<@Nullable Object> suspect = new AtomicReference<>();
  private final Set<TaskId> ended = ConcurrentHashMap.newKeySet();

  /** Whether somebody may try a suspect now: one at a time in the whole process. */
  boolean enter(Object who) {
    return suspect.get() == who || suspect.compareAndSet(null, who);
  }

  /** Does nothing for those who have not entered. */
  void leave(Object who) {
    suspect.compareAndSet(who, null);
  }

  /** A task's life ended here, in whatever way, and the process lives on. */
  void ended(TaskId task) {
    ended.add(task);
  }

  /** Whether the task's last life ended here; forgets it. */
  boolean takeEnded(TaskId task) {
    return ended.remove(task);
  }
}
