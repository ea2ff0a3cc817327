package dev.kiln.connect.files;

/** What files hold. */
enum FileFormat {
  /** PNG for pictures, JSON lines for rows, NPY for everything else. */
  AUTO("", false),
  /** A picture a file. */
  PNG("png", false),
  /** An array a file, as NumPy reads it. */
  NPY("npy", false),
  /** A JSON object a line. */
  JSONL("jsonl", true),
  /** A row a line, below a line of column names. */
  CSV("csv", true);

  private final String ending;
  private final boolean collects;

  FileFormat(String ending, boolean collects) {
    this.ending = ending;
    this.collects = collects;
  }

  /** The end of a file's name, without the dot. */
  String ending() {
    return ending;
  }

  /** Whether a file holds many samples. */
  boolean collects() {
    return collects;
  }

  /** What AUTO means for a sample. */
  FileFormat of(Sample sample) {
    if (this != AUTO) {
      return this;
    }
    if (sample.isRow()) {
      return JSONL;
    }
    return sample.isPicture() ? PNG : NPY;
  }
}
