package dev.kiln.streams.topology;

import dev.kiln.streams.inflight.Entry;
import dev.kiln.streams.inflight.InFlightStore;
import dev.kiln.streams.inflight.Origin;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The stored requests that nobody works on yet: first those that an earlier life left, then those
 * that came since. Only counts and positions are in memory. For the stream thread alone.
 */
final class Backlog {

  private final InFlightStore store;
  private final Predicate<Origin> taken;
  private int restored;
  private int added;
  private @Nullable Origin firstAdded;
  private @Nullable Origin lastRestoredTaken;
  private @Nullable Origin lastAddedTaken;

  /**
   * @param taken whether somebody works on an entry already
   */
  Backlog(InFlightStore store, Predicate<Origin> taken) {
    this.store = store;
    this.taken = taken;
    this.restored = store.count();
  }

  boolean isEmpty() {
    return restored == 0 && added == 0;
  }

  /** How many they are. */
  int size() {
    return restored + added;
  }

  /** An entry came into the store that has to wait. */
  void add(Origin origin) {
    came(origin);
    added++;
  }

  /** An entry came into the store that need not wait. */
  void pass(Origin origin) {
    came(origin);
    lastAddedTaken = origin;
  }

  /**
   * Takes the first that an earlier life left and had begun; null when there is none. Requests
   * begin in the order in which they came, so the first that had not begun ends the search.
   */
  @Nullable Entry nextBegun() {
    Entry entry = firstRestored();
    return entry == null || entry.attempt() == 0 ? null : taken(entry);
  }

  /** Takes the first; null when there is none. */
  @Nullable Entry next() {
    Entry left = firstRestored();
    if (left != null) {
      return taken(left);
    }
    if (added > 0) {
      Entry entry = store.firstAfter(lastAddedTaken, (origin, key) -> isAdded(origin));
      added = entry == null ? 0 : added - 1;
      lastAddedTaken = entry == null ? lastAddedTaken : entry.origin();
      return entry;
    }
    return null;
  }

  /**
   * Takes the first with a key; null when there is none. Reads the backlog until it finds one.
   *
   * @param after where to begin, exclusive; null is the beginning
   */
  @Nullable Entry next(byte[] wanted, @Nullable Origin after) {
    if (isEmpty()) {
      return null;
    }
    Entry entry =
        store.firstAfter(after, (origin, key) -> !taken.test(origin) && Arrays.equals(key, wanted));
    if (entry != null) {
      remove(entry.origin());
    }
    return entry;
  }

  /** Takes one out of its turn; false when somebody works on it already. */
  boolean remove(Origin origin) {
    if (taken.test(origin)) {
      return false;
    }
    if (isOfThisLife(origin)) {
      added--;
    } else {
      restored--;
    }
    return true;
  }

  private @Nullable Entry firstRestored() {
    return restored == 0
        ? null
        : store.firstAfter(lastRestoredTaken, (origin, key) -> isRestored(origin));
  }

  private Entry taken(Entry entry) {
    lastRestoredTaken = entry.origin();
    restored--;
    return entry;
  }

  private void came(Origin origin) {
    firstAdded = firstAdded == null ? origin : firstAdded;
  }

  private boolean isRestored(Origin origin) {
    return !taken.test(origin) && !isOfThisLife(origin);
  }

  private boolean isAdded(Origin origin) {
    return !taken.test(origin) && isOfThisLife(origin);
  }

  /** Offsets only grow; what an earlier life left may be of a topic that was renamed since. */
  private boolean isOfThisLife(Origin origin) {
    Origin first = firstAdded;
    return first != null
        && origin.offset() >= first.offset()
        && origin.partition() == first.partition()
        && origin.topic().equals(first.topic());
  }
}
