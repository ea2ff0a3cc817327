package dev.kiln.generation.engine;

import dev.kiln.generation.request.Preview;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Where the previews of one request wait until somebody looks. It holds a few of each sample; one
 * that finds no room takes the place of the oldest of its sample, so whoever is slow sees less, but
 * always the latest. Safe for many threads; nobody waits in it.
 */
public final class PreviewBox {

  private final int perSample;
  private final Runnable arrived;
  private final Deque<Preview> previews = new ArrayDeque<>();
  private final Map<Integer, Integer> held = new HashMap<>();
  private long dropped;

  /**
   * An empty box.
   *
   * @param perSample how many previews of one sample it holds, at least 1
   * @param arrived told when there is something in it after there was nothing; on a thread that
   *     makes network calls, so it must be quick and must not wait
   */
  public PreviewBox(int perSample, Runnable arrived) {
    if (perSample < 1) {
      throw new IllegalArgumentException("perSample must be at least 1, was " + perSample);
    }
    this.perSample = perSample;
    this.arrived = arrived;
  }

  /** Puts one in, for the engine. */
  public void put(Preview preview) {
    boolean first;
    synchronized (this) {
      first = previews.isEmpty();
      if (held.merge(preview.index(), 1, Integer::sum) > perSample) {
        removeOldest(preview.index());
      }
      previews.addLast(preview);
    }
    if (first) {
      arrived.run();
    }
  }

  private void removeOldest(int index) {
    Iterator<Preview> all = previews.iterator();
    while (all.hasNext()) {
      if (all.next().index() == index) {
        all.remove();
        held.merge(index, -1, Integer::sum);
        dropped++;
        return;
      }
    }
  }

  /** Counts one that never came in, since a newer one overtook it. */
  synchronized void overtaken() {
    dropped++;
  }

  /** Takes out what is there, the first first. */
  public synchronized List<Preview> take() {
    List<Preview> all = new ArrayList<>(previews);
    previews.clear();
    held.clear();
    return all;
  }

  /** How many made room for newer ones so far. */
  public synchronized long dropped() {
    return dropped;
  }
}
