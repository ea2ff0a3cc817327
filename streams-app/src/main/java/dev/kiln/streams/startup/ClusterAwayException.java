package dev.kiln.streams.startup;

/** The cluster does not answer, or not to this client; the message is one sentence. */
final class ClusterAwayException extends Exception {
  private static final long serialVersionUID = 1L;

  ClusterAwayException(String sentence) {
    super(sentence);
  }
}
