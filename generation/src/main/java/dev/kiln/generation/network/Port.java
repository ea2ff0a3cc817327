package dev.kiln.generation.network;

import dev.kiln.generation.tensor.Shape;

/**
 * One named input or output of a network.
 *
 * @param name the name in the graph
 * @param type the type of its values
 * @param row the shape of one row; the batch dimension stands before it and is free
 */
public record Port(String name, Type type, Shape row) {

  /** The types of value that networks take. */
  public enum Type {
    FLOAT,
    LONG
  }
}
