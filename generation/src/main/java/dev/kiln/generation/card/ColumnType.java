package dev.kiln.generation.card;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What the values of a table's column are. */
public enum ColumnType {
  /** Numbers with a fraction: {@link Double}. */
  @JsonProperty("real")
  REAL,
  /** Whole numbers: {@link Long}. */
  @JsonProperty("integer")
  INTEGER,
  /** One text of a list: {@link String}. */
  @JsonProperty("categorical")
  CATEGORICAL,
  /** True or false: {@link Boolean}. */
  @JsonProperty("boolean")
  BOOLEAN;

  /** As cards and people write it. */
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the values are numbers. */
  public boolean isNumber() {
    return this == REAL || this == INTEGER;
  }
}
