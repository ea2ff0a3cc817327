package dev.kiln.generation.stage;

import java.util.Map;

/**
 * A request's conditions as networks take them.
 *
 * @param labels from a label condition's name to the class index
 */
public record Conditions(Map<String, Long> labels) {

  public Conditions {
    labels = Map.copyOf(labels);
  }
}
