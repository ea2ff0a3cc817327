package dev.kiln.schemas.wire;

import org.apache.avro.Schema;

/**
 * Walks over Avro binary without decoding it and without allocating: every declared length must fit
 * what is left of the message. A message that passes cannot make a decoder allocate more than a
 * small multiple of its own size, nor loop or recurse without end. One use, one thread.
 */
final class AvroBounds {
  private static final int MAX_DEPTH = 64;

  private final byte[] bytes;
  private int at;
  private long items;

  private AvroBounds(byte[] bytes, int offset) {
    this.bytes = bytes;
    this.at = offset;
  }

  /** Checks that exactly one datum of the schema fills the bytes from the offset to the end. */
  static void check(Schema schema, byte[] bytes, int offset) throws MalformedAvroException {
    var walk = new AvroBounds(bytes, offset);
    walk.datum(schema, schema.getName(), 0);
    if (walk.at != bytes.length) {
      throw new MalformedAvroException(
          "the record ends at byte %d, but the message has %d".formatted(walk.at, bytes.length));
    }
  }

  private void datum(Schema schema, String field, int depth) throws MalformedAvroException {
    if (depth > MAX_DEPTH) {
      throw new MalformedAvroException("nested more than " + MAX_DEPTH + " deep in " + field);
    }
    switch (schema.getType()) {
      case NULL -> {}
      case BOOLEAN -> skip(1, field);
      case INT -> varint(5, field);
      case LONG -> varint(10, field);
      case FLOAT -> skip(Float.BYTES, field);
      case DOUBLE -> skip(Double.BYTES, field);
      case FIXED -> skip(schema.getFixedSize(), field);
      case BYTES, STRING -> skip(varint(10, field), field);
      case ENUM -> index(schema.getEnumSymbols().size(), "symbol", field);
      case UNION -> {
        int branch = index(schema.getTypes().size(), "union branch", field);
        datum(schema.getTypes().get(branch), field, depth + 1);
      }
      case ARRAY -> blocks(schema.getElementType(), false, field, depth);
      case MAP -> blocks(schema.getValueType(), true, field, depth);
      case RECORD -> {
        for (Schema.Field each : schema.getFields()) {
          datum(each.schema(), each.name(), depth + 1);
        }
      }
    }
  }

  private void blocks(Schema item, boolean keyed, String field, int depth)
      throws MalformedAvroException {
    while (true) {
      long count = varint(10, field);
      if (count == 0) {
        return;
      }
      if (count < 0) {
        long size = varint(10, field);
        if (size < 0 || size > bytes.length - at) {
          throw truncated(field, size);
        }
        count = -count;
      }
      // Items of no size would otherwise be free: all items together may not outnumber the bytes.
      items += count;
      if (count < 0 || items < 0 || items > bytes.length) {
        throw truncated(field, count);
      }
      for (long i = 0; i < count; i++) {
        if (keyed) {
          skip(varint(10, field), field);
        }
        datum(item, field, depth + 1);
      }
    }
  }

  private int index(int size, String what, String field) throws MalformedAvroException {
    long index = varint(10, field);
    if (index < 0 || index >= size) {
      throw new MalformedAvroException(
          "field %s names %s %d of %d".formatted(field, what, index, size));
    }
    return (int) index;
  }

  private void skip(long count, String field) throws MalformedAvroException {
    if (count < 0 || count > bytes.length - at) {
      throw truncated(field, count);
    }
    at += (int) count;
  }

  /** Zigzag, seven bits a byte, lowest first. */
  private long varint(int maxBytes, String field) throws MalformedAvroException {
    long value = 0;
    for (int i = 0; i < maxBytes; i++) {
      if (at >= bytes.length) {
        throw new MalformedAvroException(
            "the message ends at byte %d, inside field %s".formatted(bytes.length, field));
      }
      byte next = bytes[at++];
      value |= (next & 0x7fL) << (7 * i);
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new MalformedAvroException("field %s holds a number that does not end".formatted(field));
  }

  private MalformedAvroException truncated(String field, long wanted) {
    return new MalformedAvroException(
        "field %s declares a length of %d, but %d bytes are left"
            .formatted(field, wanted, bytes.length - at));
  }
}
