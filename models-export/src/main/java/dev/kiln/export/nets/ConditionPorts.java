package dev.kiln.export.nets;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Inputs for conditions, which come after a network's other inputs, sorted by name. */
final class ConditionPorts {
  private ConditionPorts() {}

  /**
   * A network's inputs.
   *
   * @param first what comes before the conditions
   * @param conditions from a condition's name to how many classes it has
   */
  static List<Port> after(Port first, Map<String, Integer> conditions) {
    List<Port> ports = new ArrayList<>();
    ports.add(first);
    new TreeMap<>(conditions).forEach((name, count) -> ports.add(Port.index(name, count)));
    return List.copyOf(ports);
  }

  /** The conditions among a network's inputs, by name. */
  static <T> Map<String, T> of(Map<String, Integer> conditions, List<T> inputs) {
    Map<String, T> values = new HashMap<>();
    int next = 1;
    for (String name : new TreeMap<>(conditions).keySet()) {
      values.put(name, inputs.get(next));
      next++;
    }
    return values;
  }

  /** A shape as ports take it. */
  static long[] sizes(List<Long> shape) {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }
}
