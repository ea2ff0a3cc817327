package dev.kiln.generation.card;

import dev.kiln.generation.message.Sentence;

/** A generator directory that cannot be used; the message is one sentence that names the file. */
public final class DamagedGeneratorException extends Exception {

  private static final long serialVersionUID = 1L;

  public DamagedGeneratorException(String message) {
    super(Sentence.plain(message));
  }

  public DamagedGeneratorException(String message, Throwable cause) {
    super(Sentence.plain(message), cause);
  }
}
