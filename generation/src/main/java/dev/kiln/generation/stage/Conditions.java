package dev.kiln.generation.stage;

import dev.kiln.generation.tensor.FloatTensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A request's conditions as networks take them.
 *
 * @param labels from a label condition's name to the class index
 * @param tokens from a text condition's name to the numbers of its words
 * @param encoded from an encode stage's output to what it made of these conditions
 */
public record Conditions(
    Map<String, Long> labels, Map<String, List<Long>> tokens, Map<String, FloatTensor> encoded) {

  public Conditions {
    labels = Map.copyOf(labels);
    tokens = Map.copyOf(tokens);
    encoded = Map.copyOf(encoded);
  }

  /** Before anything is encoded. */
  public Conditions(Map<String, Long> labels, Map<String, List<Long>> tokens) {
    this(labels, tokens, Map.of());
  }

  /** Labels only. */
  public Conditions(Map<String, Long> labels) {
    this(labels, Map.of());
  }

  /** These, and what an encode stage made of them. */
  public Conditions withEncoded(String output, FloatTensor value) {
    Map<String, FloatTensor> more = new HashMap<>(encoded);
    more.put(output, value);
    return new Conditions(labels, tokens, more);
  }
}
