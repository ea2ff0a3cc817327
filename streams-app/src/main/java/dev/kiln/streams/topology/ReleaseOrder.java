package dev.kiln.streams.topology;

/** In which order answers leave. */
public enum ReleaseOrder {
  /**
   * The answers of one key in the order of its requests; a request without a key waits for none.
   */
  KEY,
  /** Each as soon as it is there. */
  NONE
}
