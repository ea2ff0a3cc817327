package dev.kiln.generation.engine;

import dev.kiln.generation.tensor.FloatTensor;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The samples that wait for a place. Higher priority goes first; within a priority the earlier
 * deadline, before those without; those without by keys in turn, and a key's requests in turn, one
 * sample each, so that nobody who asks for much holds up the others. One place in 16 goes to who
 * waits longest, whatever its priority: the request at place p of the queue gets a place at the
 * latest with the 16p-th.
 *
 * <p>A request that waits costs one entry, however many samples it is for. For the lock of its
 * {@link Samples}.
 */
final class Waiting {

  /** One place in so many goes to who waits longest. */
  private static final int AGED = 16;

  /** A request, or one sample of it, that waits for a stage. */
  static final class Entry {
    private final Job job;
    private final int stage;
    private final int end;
    private final @Nullable FloatTensor state;
    private int next;

    /**
     * @param job whose samples wait
     * @param stage which stage they wait for
     * @param next the index of the next sample to admit
     * @param end the index after the last sample of this entry
     * @param state what the stage before gave, where there was one
     */
    Entry(Job job, int stage, int next, int end, @Nullable FloatTensor state) {
      this.job = job;
      this.stage = stage;
      this.next = next;
      this.end = end;
      this.state = state;
    }

    Job job() {
      return job;
    }

    int stage() {
      return stage;
    }

    @Nullable FloatTensor state() {
      return state;
    }

    /** The index of its next sample, which is admitted with this. */
    int take() {
      return next++;
    }

    /** None of its samples is to be admitted any more. */
    void close() {
      next = end;
    }

    /** Whether all of its samples were admitted, or its request has ended. */
    private boolean isOver() {
      if (next < end) {
        job.expireIfLate();
      }
      return next >= end || job.ended();
    }
  }

  /** Those of one priority. */
  private static final class Level {
    private final Queue<Entry> urgent =
        new PriorityQueue<>((a, b) -> Long.signum(a.job.deadline() - b.job.deadline()));
    private final Map<Object, Deque<Entry>> byKey = new LinkedHashMap<>();

    void add(Entry entry) {
      if (entry.job.hasDeadline()) {
        urgent.add(entry);
      } else {
        byKey.computeIfAbsent(entry.job.key(), key -> new ArrayDeque<>()).addLast(entry);
      }
    }

    @Nullable Entry next() {
      while (!urgent.isEmpty() && urgent.element().isOver()) {
        urgent.remove();
      }
      return urgent.isEmpty() ? nextByKey() : urgent.element();
    }

    private @Nullable Entry nextByKey() {
      while (!byKey.isEmpty()) {
        Iterator<Map.Entry<Object, Deque<Entry>>> first = byKey.entrySet().iterator();
        Map.Entry<Object, Deque<Entry>> turn = first.next();
        first.remove();
        Deque<Entry> entries = turn.getValue();
        while (!entries.isEmpty() && entries.getFirst().isOver()) {
          entries.removeFirst();
        }
        if (!entries.isEmpty()) {
          Entry entry = entries.removeFirst();
          entries.addLast(entry);
          byKey.put(turn.getKey(), entries);
          return entry;
        }
      }
      return null;
    }

    void prune() {
      urgent.removeIf(Entry::isOver);
      byKey.values().forEach(entries -> entries.removeIf(Entry::isOver));
      byKey.values().removeIf(Deque::isEmpty);
    }

    boolean isEmpty() {
      return urgent.isEmpty() && byKey.isEmpty();
    }
  }

  private final TreeMap<Integer, Level> levels = new TreeMap<>(Comparator.reverseOrder());
  private final Deque<Entry> byAge = new ArrayDeque<>();
  private int polls;

  void add(Entry entry) {
    byAge.addLast(entry);
    levels.computeIfAbsent(entry.job.priority(), priority -> new Level()).add(entry);
  }

  boolean isEmpty() {
    return byAge.isEmpty();
  }

  /** The highest priority of those that wait, perhaps of one that has just ended. */
  int urgency() {
    return levels.isEmpty() ? Integer.MIN_VALUE : levels.firstKey();
  }

  /** The entry whose next sample gets the next place, or null when none waits. */
  @Nullable Entry poll() {
    while (!byAge.isEmpty() && byAge.getFirst().isOver()) {
      byAge.removeFirst();
    }
    if (byAge.isEmpty()) {
      levels.clear();
      return null;
    }
    polls++;
    return polls % AGED == 0 ? byAge.getFirst() : preceding();
  }

  private @Nullable Entry preceding() {
    Map.Entry<Integer, Level> first = levels.firstEntry();
    while (first != null) {
      Entry entry = first.getValue().next();
      if (entry != null) {
        return entry;
      }
      levels.remove(first.getKey());
      first = levels.firstEntry();
    }
    return null;
  }

  /** Ends the jobs whose deadline has passed and forgets those that ended. */
  void prune() {
    byAge.removeIf(Entry::isOver);
    levels.values().forEach(Level::prune);
    levels.values().removeIf(Level::isEmpty);
  }
}
