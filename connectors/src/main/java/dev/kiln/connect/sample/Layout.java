package dev.kiln.connect.sample;

import dev.kiln.generation.card.SampleKind;

/** What a generated record's value is. */
public enum Layout {
  /** A row where the generator makes rows, a sample elsewhere. */
  AUTO,
  /** A struct with the fields of Kiln's GeneratedSample: where it came from, and the data. */
  SAMPLE,
  /** The data alone. */
  BYTES,
  /** A struct with the columns of a table. */
  ROW;

  /**
   * What AUTO means for a kind of sample.
   *
   * @throws IllegalArgumentException in one sentence, if such samples cannot be laid out so
   */
  public Layout of(SampleKind kind) {
    if (this == ROW && kind != SampleKind.ROW) {
      throw new IllegalArgumentException(
          "row is for generators of rows, these samples are of kind " + kind);
    }
    if (this == AUTO) {
      return kind == SampleKind.ROW ? ROW : SAMPLE;
    }
    return this;
  }
}
