package dev.kiln.streams.augment;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a window of the stream holds and what was asked for it.
 *
 * @param real real records by class
 * @param asked samples that were asked for, by class
 */
record Balance(Map<String, Long> real, Map<String, Long> asked) {

  static final Balance EMPTY = new Balance(Map.of(), Map.of());

  Balance {
    real = Map.copyOf(real);
    asked = Map.copyOf(asked);
  }

  Balance withReal(String label, long count) {
    return new Balance(with(real, label, count), asked);
  }

  Balance withAsked(String label, long more) {
    return new Balance(real, with(asked, label, asked(label) + more));
  }

  long asked(String label) {
    return asked.getOrDefault(label, 0L);
  }

  private static Map<String, Long> with(Map<String, Long> map, String label, long count) {
    Map<String, Long> copy = new TreeMap<>(map);
    copy.put(label, count);
    return copy;
  }
}
