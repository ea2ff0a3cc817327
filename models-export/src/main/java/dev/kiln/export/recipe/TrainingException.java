package dev.kiln.export.recipe;

/** A training that cannot go on; the message is one sentence for people. */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public TrainingException(String message) {
    super(message);
  }
}
