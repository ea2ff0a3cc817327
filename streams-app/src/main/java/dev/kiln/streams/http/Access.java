package dev.kiln.streams.http;

/** Who may ask for a route. */
public enum Access {
  /** Anybody who reaches the port: it tells whether the process is well, and nothing else. */
  OPEN,
  /** Whoever has the token, where there is one: for programs that only look. */
  LOOK,
  /**
   * Whoever has the token, from a page of this server alone; without a token only from this
   * machine.
   */
  USE
}
