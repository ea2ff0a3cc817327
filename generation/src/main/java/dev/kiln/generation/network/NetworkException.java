package dev.kiln.generation.network;

/** A network that cannot be loaded or run; the message is one sentence. */
public final class NetworkException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What went wrong, as far as somebody can do something about it. */
  public enum Kind {
    /** Anything else: the same call would fail again. */
    FAILED,
    /** There was no memory for a call of so many rows; fewer may do. */
    OUT_OF_MEMORY,
    /** The call did not end by itself and was stopped. */
    HUNG
  }

  private final Kind kind;

  public NetworkException(String message) {
    this(Kind.FAILED, message);
  }

  public NetworkException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public NetworkException(String message, Throwable cause) {
    this(Kind.FAILED, message, cause);
  }

  public NetworkException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
