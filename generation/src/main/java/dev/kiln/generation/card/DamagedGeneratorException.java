package dev.kiln.generation.card;

/** A generator directory that cannot be used; the message is one sentence that names the file. */
public final class DamagedGeneratorException extends Exception {

  private static final long serialVersionUID = 1L;

  public DamagedGeneratorException(String message) {
    super(message);
  }

  public DamagedGeneratorException(String message, Throwable cause) {
    super(message, cause);
  }
}
