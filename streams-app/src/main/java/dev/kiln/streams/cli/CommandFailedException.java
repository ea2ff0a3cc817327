package dev.kiln.streams.cli;

import java.util.List;

/** A command could not do what was asked; the message is what people read, a line a sentence. */
public final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> sentences;

  public CommandFailedException(String sentence) {
    super(sentence);
    this.sentences = List.of(sentence);
  }

  public CommandFailedException(String sentence, Throwable cause) {
    super(sentence, cause);
    this.sentences = List.of(sentence);
  }

  CommandFailedException(List<String> sentences, Throwable cause) {
    super(String.join(" ", sentences), cause);
    this.sentences = List.copyOf(sentences);
  }

  /** All that went wrong. */
  List<String> sentences() {
    return sentences;
  }
}
