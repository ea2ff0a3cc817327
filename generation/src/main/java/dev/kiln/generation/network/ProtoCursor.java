package dev.kiln.generation.network;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the fields of a protobuf message, where they stand in the bytes of a file. Copies
 * nothing; every length is held against what there is. For one thread.
 */
final class ProtoCursor {

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;
  private static final int LONGEST_NAME = 200;

  private final byte[] bytes;
  private final int end;
  private int at;

  private ProtoCursor(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /** At the beginning of a file. */
  static ProtoCursor over(byte[] bytes) {
    return new ProtoCursor(bytes, 0, bytes.length);
  }

  /**
   * A field.
   *
   * @param number its number in the message
   * @param value its value, for a number
   * @param content its content, for one that has a length
   */
  record Field(int number, long value, @Nullable ProtoCursor content) {

    /** The message that it is. */
    ProtoCursor message() throws BrokenException {
      if (content == null) {
        throw new BrokenException("field " + number + " is a number where a message belongs");
      }
      return content;
    }
  }

  /** The next field, or null at the end. Numbers of a fixed size are passed over. */
  @Nullable Field next() throws BrokenException {
    while (at < end) {
      long key = number();
      int field = (int) (key >>> 3);
      switch ((int) (key & 7)) {
        case VARINT -> {
          return new Field(field, number(), null);
        }
        case LENGTH -> {
          long length = number();
          int start = at;
          skip(length);
          return new Field(field, 0, new ProtoCursor(bytes, start, at));
        }
        case FIXED64 -> skip(Long.BYTES);
        case FIXED32 -> skip(Integer.BYTES);
        default -> throw new BrokenException("byte " + at + " begins no field of protobuf");
      }
    }
    return null;
  }

  /** Whether there is more to read. */
  boolean hasMore() {
    return at < end;
  }

  /** The next number of those that are packed into a field. */
  long number() throws BrokenException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (at >= end) {
        throw new BrokenException("it ends at byte " + end + " inside of a number");
      }
      byte next = bytes[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new BrokenException("a number at byte " + at + " does not end");
  }

  /** What is left, as a name; no more of it than a name has. */
  String text() {
    return new String(bytes, at, Math.min(end - at, LONGEST_NAME), StandardCharsets.UTF_8);
  }

  private void skip(long length) throws BrokenException {
    if (length < 0 || length > end - at) {
      throw new BrokenException(
          "a field of " + length + " bytes begins at byte " + at + ", " + (end - at) + " are left");
    }
    at += (int) length;
  }

  /** The bytes are no protobuf message. */
  static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenException(String message) {
      super(message, null, false, false);
    }
  }
}
