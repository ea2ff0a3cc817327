package dev.kiln.generation.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One step of a caller: the samples that were picked for it, first tried in one call, and in
 * smaller groups where that fails. The same object serves step after step; only a failure
 * allocates. For the thread that makes the calls, and, when that is lost, for the one that takes
 * over.
 *
 * <p>In halves, one bad sample among n costs at most 2 log2(n) further calls, and n bad ones 2n -
 * 2; one by one, n.
 */
final class Round {

  private final List<Live> picked = new ArrayList<>();
  private final Deque<List<Live>> groups = new ArrayDeque<>();
  private final List<Live> underWay = new ArrayList<>();
  private boolean begun;

  /** Empty again. */
  void clear() {
    picked.clear();
    groups.clear();
    underWay.clear();
    begun = false;
  }

  /** Whether it has no samples. */
  boolean isEmpty() {
    return picked.isEmpty();
  }

  /** The samples of the step; whoever puts it together adds to it before the first call. */
  List<Live> picked() {
    return picked;
  }

  /** Goes on to the next group, without those that have ended; false when there is none. */
  boolean next() {
    underWay.clear();
    if (!begun) {
      begun = true;
      addLiving(picked);
    }
    while (underWay.isEmpty() && !groups.isEmpty()) {
      addLiving(groups.removeFirst());
    }
    return !underWay.isEmpty();
  }

  private void addLiving(List<Live> group) {
    for (int i = 0; i < group.size(); i++) {
      if (!group.get(i).job().ended()) {
        underWay.add(group.get(i));
      }
    }
  }

  /** The samples of the call under way. */
  List<Live> underWay() {
    return underWay;
  }

  /** Whether the call under way is about one sample, so that it is to blame if the call fails. */
  boolean isAlone() {
    return underWay.size() == 1;
  }

  /** How many rows the call under way carries. */
  int rows() {
    int rows = 0;
    for (int i = 0; i < underWay.size(); i++) {
      rows += underWay.get(i).trajectory().rows();
    }
    return rows;
  }

  /** Tries the group under way again, in two halves. */
  void halve() {
    int middle = underWay.size() / 2;
    groups.addFirst(List.copyOf(underWay.subList(middle, underWay.size())));
    groups.addFirst(List.copyOf(underWay.subList(0, middle)));
  }

  /** Tries the group under way again, each sample alone. */
  void separate() {
    for (int i = underWay.size() - 1; i >= 0; i--) {
      groups.addFirst(List.of(underWay.get(i)));
    }
  }
}
