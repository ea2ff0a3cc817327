package dev.kiln.connect.files;

/** A file to be written. Nobody may change its bytes. */
final class NamedFile {

  private final String path;
  private final byte[] bytes;
  private final long from;

  /**
   * A file.
   *
   * @param path its name below the sink's store
   * @param bytes all of it
   * @param from the smallest offset that it takes to make it again
   */
  NamedFile(String path, byte[] bytes, long from) {
    this.path = path;
    this.bytes = bytes;
    this.from = from;
  }

  String path() {
    return path;
  }

  byte[] bytes() {
    return bytes;
  }

  long from() {
    return from;
  }
}
