package dev.kiln.generation.call;

/**
 * How a network does.
 *
 * @param network generator/version/file
 * @param state whether it serves
 * @param sentence what is wrong and what was done about it; empty when nothing is
 */
public record NetworkHealth(String network, State state, String sentence) {

  /** Whether a network serves. */
  public enum State {
    /** It serves. */
    WELL,
    /** It serves, but not as it should: fewer rows a call, or some of its calls never ended. */
    TROUBLED,
    /** It does not serve now: its requests fail at once. */
    DOWN
  }
}
