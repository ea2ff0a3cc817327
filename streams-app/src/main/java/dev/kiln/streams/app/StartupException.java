package dev.kiln.streams.app;

import java.util.List;

/** The application cannot start; each sentence is for the person who started it. */
public final class StartupException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> sentences;

  public StartupException(String sentence) {
    this(List.of(sentence));
  }

  public StartupException(String sentence, Throwable cause) {
    super(sentence, cause);
    this.sentences = List.of(sentence);
  }

  public StartupException(List<String> sentences) {
    super(String.join(" ", sentences));
    this.sentences = List.copyOf(sentences);
  }

  /** All that is wrong. */
  public List<String> sentences() {
    return sentences;
  }
}
