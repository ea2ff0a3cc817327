package dev.kiln.generation.stage;

import dev.kiln.generation.card.StageSpec;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.Port;
import dev.kiln.generation.network.Signature;
import dev.kiln.generation.tensor.Shape;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Holds what a card says of inputs against the graph; each failure is one sentence. */
final class Ports {

  private Ports() {}

  /** The input that takes a role. */
  static Port input(StageSpec spec, String role, Signature signature, Port.@Nullable Type type)
      throws NetworkException {
    String name = String.valueOf(spec.inputs().get(role));
    Port port = signature.inputs().get(name);
    if (port == null) {
      throw new NetworkException(
          spec.network()
              + " has no input \""
              + name
              + "\", which the card names for "
              + role
              + "; it has "
              + new TreeMap<>(signature.inputs()).keySet());
    }
    if (type != null && port.type() != type) {
      throw new NetworkException(
          spec.network() + " must take " + role + " as " + type + ", it takes " + port.type());
    }
    return port;
  }

  /** An input of one value a row. */
  static Port scalar(StageSpec spec, Port port) throws NetworkException {
    if (port.row().size() != 1) {
      throw new NetworkException(
          spec.network()
              + " must take one value a row as \""
              + port.name()
              + "\", it takes "
              + port.row());
    }
    return port;
  }

  static void same(StageSpec spec, String what, Shape found, String where, Shape expected)
      throws NetworkException {
    if (!found.equals(expected)) {
      throw new NetworkException(
          spec.network() + ": " + what + " is " + found + ", but " + where + " is " + expected);
    }
  }
}
