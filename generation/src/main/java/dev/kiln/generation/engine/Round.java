package dev.kiln.generation.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * One step of a batcher: the samples that were picked for it, first tried in one call, and in
 * smaller groups where that fails. For the thread that makes the calls, and, when that is lost, for
 * the one that takes over.
 *
 * <p>In halves, one bad sample among n costs at most 2 log2(n) further calls, and n bad ones 2n -
 * 2; one by one, n.
 */
final class Round {

  private final List<Live> picked;
  private final Deque<List<Live>> groups = new ArrayDeque<>();
  private List<Live> underWay = List.of();

  Round(List<Live> picked) {
    this.picked = List.copyOf(picked);
    groups.add(this.picked);
  }

  List<Live> picked() {
    return picked;
  }

  /** Goes on to the next group, without those that have ended; false when there is none. */
  boolean next() {
    underWay = List.of();
    while (underWay.isEmpty() && !groups.isEmpty()) {
      underWay = groups.removeFirst().stream().filter(sample -> !sample.job().ended()).toList();
    }
    return !underWay.isEmpty();
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
    return underWay.stream().mapToInt(sample -> sample.trajectory().rows()).sum();
  }

  /** Tries the group under way again, in two halves. */
  void halve() {
    int middle = underWay.size() / 2;
    groups.addFirst(underWay.subList(middle, underWay.size()));
    groups.addFirst(underWay.subList(0, middle));
  }

  /** Tries the group under way again, each sample alone. */
  void separate() {
    for (int i = underWay.size() - 1; i >= 0; i--) {
      groups.addFirst(List.of(underWay.get(i)));
    }
  }
}
