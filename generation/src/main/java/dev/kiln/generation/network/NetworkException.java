package dev.kiln.generation.network;

/** A network that cannot be loaded or run; the message is one sentence. */
public final class NetworkException extends Exception {

  private static final long serialVersionUID = 1L;

  public NetworkException(String message) {
    super(message);
  }

  public NetworkException(String message, Throwable cause) {
    super(message, cause);
  }
}
