package dev.kiln.generation.engine;

import dev.kiln.generation.tensor.FloatTensor;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The samples that wait for a place: higher priority first, and within a priority the requests take
 * turns, one sample each, so that a request for many does not hold up the others. A request that
 * waits costs one entry, however many samples it is for. For one thread.
 */
final class Waiting {

  /**
   * A place in the queue.
   *
   * @param job whose samples wait
   * @param stage which stage they wait for
   * @param next the index of the next sample to admit
   * @param end the index after the last sample of this entry
   * @param state what the stage before gave, where there was one
   */
  record Entry(Job job, int stage, int next, int end, @Nullable FloatTensor state) {
    Entry after() {
      return new Entry(job, stage, next + 1, end, state);
    }
  }

  private final TreeMap<Integer, Deque<Entry>> byPriority =
      new TreeMap<>(Comparator.reverseOrder());

  void add(Entry entry) {
    byPriority.computeIfAbsent(entry.job().priority(), p -> new ArrayDeque<>()).addLast(entry);
  }

  /** The next sample's place, or null when none waits; the entry's later samples wait on. */
  @Nullable Entry poll() {
    Map.Entry<Integer, Deque<Entry>> first = byPriority.firstEntry();
    while (first != null) {
      Entry entry = first.getValue().pollFirst();
      if (entry == null) {
        byPriority.remove(first.getKey());
        first = byPriority.firstEntry();
        continue;
      }
      entry.job().expireIfLate();
      if (entry.job().ended()) {
        continue;
      }
      if (entry.next() + 1 < entry.end()) {
        first.getValue().addLast(entry.after());
      }
      return entry;
    }
    return null;
  }

  /** Ends the jobs whose deadline has passed and forgets those that ended. */
  void prune() {
    byPriority
        .values()
        .forEach(
            entries ->
                entries.removeIf(
                    entry -> {
                      entry.job().expireIfLate();
                      return entry.job().ended();
                    }));
  }
}
