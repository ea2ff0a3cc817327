package dev.kiln.generation.card;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the values of a sample mean. */
public enum SampleKind {
  /** Pixels, [channels, height, width]. */
  @JsonProperty("image")
  IMAGE,
  /** A vector without further meaning. */
  @JsonProperty("vector")
  VECTOR,
  /** A row of a table, encoded as the card's columns say. */
  @JsonProperty("row")
  ROW
}
