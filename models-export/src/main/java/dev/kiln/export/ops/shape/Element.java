package dev.kiln.export.ops.shape;

/** What a value's entries are. */
public enum Element {
  /** 32-bit floats. */
  FLOAT("floats"),
  /** 64-bit whole numbers. */
  WHOLE("whole numbers"),
  /** Truth values. */
  TRUTH("truth values");

  private final String words;

  Element(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
