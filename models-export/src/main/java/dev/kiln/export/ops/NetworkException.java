package dev.kiln.export.ops;

/**
 * A network that cannot be. The message names the operation, the place in the network, what was
 * found and what was expected.
 */
public final class NetworkException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /** One sentence. */
  public NetworkException(String message) {
    super(message);
  }

  /** What is wrong with an operation at a place; an empty place is the network's top. */
  public static NetworkException at(String operation, String place, String reason) {
    return new NetworkException(
        (place.isEmpty() ? operation : operation + " in " + place) + ": " + reason);
  }
}
