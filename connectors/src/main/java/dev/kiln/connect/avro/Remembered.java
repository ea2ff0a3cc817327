package dev.kiln.connect.avro;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** A function whose last results are remembered. Safe for many threads. */
final class Remembered<K, V> {

  private final Function<K, V> function;
  private final Map<K, V> results;

  /**
   * @param most how many; the one that was asked for least lately goes first
   */
  Remembered(int most, Function<K, V> function) {
    this.function = function;
    this.results =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  synchronized V of(K key) {
    V known = results.get(key);
    if (known == null) {
      known = function.apply(key);
      results.put(key, known);
    }
    return known;
  }
}
