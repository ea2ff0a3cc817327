package dev.kiln.streams.topology;

import dev.kiln.streams.inflight.Entry;
import dev.kiln.streams.inflight.InFlightStore;
import dev.kiln.streams.inflight.InFlightStore.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * When the next stored request expires. Only that time is in memory; the deadlines are in the
 * store, in their order. For the stream thread alone.
 */
final class Deadlines {

  private final InFlightStore store;

  /** No deadline is earlier. */
  private long earliest;

  /** The last that was taken; what is before it is gone. */
  private @Nullable Deadline last;

  Deadlines(InFlightStore store) {
    this.store = store;
  }

  /** Keeps an entry with its deadline. */
  void put(Entry entry) {
    store.put(entry);
    earliest = Math.min(earliest, entry.deadline());
    if (last != null && entry.deadline() <= last.at()) {
      last = null;
    }
  }

  /**
   * The next entry whose deadline has passed, without that deadline; null when there is none now.
   */
  @Nullable Entry poll(long nowMs) {
    while (earliest <= nowMs) {
      Deadline first = store.firstDeadline(last);
      earliest = first == null ? Entry.NEVER : first.at();
      if (first == null || first.at() > nowMs) {
        return null;
      }
      store.delete(first);
      last = first;
      Entry entry = store.get(first.origin());
      if (entry != null) {
        return entry.withDeadline(Entry.NEVER);
      }
    }
    return null;
  }
}
