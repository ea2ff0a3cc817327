package dev.kiln.generation.card;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The kinds of condition that a generator can take. */
public enum ConditionKind {
  /** One of a list of classes. */
  @JsonProperty("label")
  LABEL,
  /** Some columns of the row that is generated. */
  @JsonProperty("row")
  ROW,
  /** Words, which a vocabulary turns into numbers. */
  @JsonProperty("text")
  TEXT
}
