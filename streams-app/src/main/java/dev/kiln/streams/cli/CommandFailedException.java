package dev.kiln.streams.cli;

/** A command could not do what was asked; the message is the one sentence that people read. */
final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandFailedException(String sentence) {
    super(sentence);
  }

  CommandFailedException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
