package dev.kiln.streams.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The last samples of each generator and the last failures, as they were read from the topics, and
 * who wants to know of new ones. Bounded in number and bytes. Safe for many threads.
 */
final class Album {

  /** As many of one generator as the page shows. */
  static final int MOST_OF_A_GROUP = 120;

  static final long MOST_BYTES = 64L << 20;

  /** Previews are looked at when they come and never again. */
  private static final int MOST_PREVIEWS = 400;

  private static final long MOST_PREVIEW_BYTES = 16L << 20;
  private static final int BEHIND = 512;

  private final int mostOfAGroup;
  private final long mostBytes;
  private final Map<String, Shown> all = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Set<BlockingQueue<Shown>> listeners = ConcurrentHashMap.newKeySet();
  private long bytes;

  private Album(int mostOfAGroup, long mostBytes) {
    this.mostOfAGroup = mostOfAGroup;
    this.mostBytes = mostBytes;
  }

  /** For samples and failures. */
  static Album ofAnswers() {
    return new Album(MOST_OF_A_GROUP, MOST_BYTES);
  }

  /** For previews. */
  static Album ofPreviews() {
    return new Album(MOST_PREVIEWS, MOST_PREVIEW_BYTES);
  }

  /** Takes one in; nothing happens where it is there already. */
  void add(Shown shown) {
    synchronized (this) {
      if (all.putIfAbsent(shown.id(), shown) != null) {
        return;
      }
      bytes += shown.size();
      if (counts.merge(shown.group(), 1, Integer::sum) > mostOfAGroup) {
        removeEldest(shown.group());
      }
      while (bytes > mostBytes && all.size() > 1) {
        removeEldest(null);
      }
    }
    for (BlockingQueue<Shown> listener : listeners) {
      // A page that cannot follow misses some; it sees them when it is loaded again.
      while (!listener.offer(shown)) {
        listener.poll();
      }
    }
  }

  /** Tells of one that is kept elsewhere, where that takes nobody's place. */
  void tell(Shown shown) {
    for (BlockingQueue<Shown> listener : listeners) {
      if (listener.remainingCapacity() > BEHIND / 2) {
        var unused = listener.offer(shown);
      }
    }
  }

  private void removeEldest(@Nullable String group) {
    Iterator<Shown> eldest = all.values().iterator();
    while (eldest.hasNext()) {
      Shown shown = eldest.next();
      if (group == null || shown.group().equals(group)) {
        eldest.remove();
        bytes -= shown.size();
        counts.merge(shown.group(), -1, Integer::sum);
        return;
      }
    }
  }

  /** All that are there, the eldest first. */
  synchronized List<Shown> all() {
    return new ArrayList<>(all.values());
  }

  /** A PNG file. */
  synchronized Optional<byte[]> picture(String id) {
    return Optional.ofNullable(all.get(id)).map(Shown::picture);
  }

  /** What comes from now on; until {@link #forget}. */
  BlockingQueue<Shown> listen() {
    BlockingQueue<Shown> queue = new ArrayBlockingQueue<>(BEHIND);
    listeners.add(queue);
    return queue;
  }

  void forget(BlockingQueue<Shown> queue) {
    listeners.remove(queue);
  }
}
