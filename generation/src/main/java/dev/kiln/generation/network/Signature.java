package dev.kiln.generation.network;

import java.util.Map;

/**
 * What a network takes and gives.
 *
 * @param inputs by name
 * @param outputs by name
 */
public record Signature(Map<String, Port> inputs, Map<String, Port> outputs) {

  public Signature {
    inputs = Map.copyOf(inputs);
    outputs = Map.copyOf(outputs);
  }
}
