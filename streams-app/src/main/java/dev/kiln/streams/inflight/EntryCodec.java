package dev.kiln.streams.inflight;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of an {@link Entry} in the store, big endian; the origin is in the store's key:
 *
 * <pre>
 * version 1 | attempt 4 | timestamp 8 | seed 8 | key: length 4 (-1 is null), bytes
 *           | headers: count 4, of each name and value: length 4 (-1 is null), bytes
 *           | value: the rest
 * </pre>
 *
 * Pure functions.
 */
final class EntryCodec {

  private static final byte VERSION = 1;
  private static final int FIXED = 1 + Integer.BYTES + Long.BYTES + Long.BYTES;
  private static final int NONE = -1;

  private EntryCodec() {}

  static byte[] encode(Entry entry) {
    List<byte @Nullable []> parts = new ArrayList<>();
    parts.add(entry.key());
    int headers = 0;
    for (Header header : entry.headers()) {
      parts.add(header.key().getBytes(StandardCharsets.UTF_8));
      parts.add(header.value());
      headers++;
    }
    int size = FIXED + Integer.BYTES + entry.value().length;
    for (byte[] part : parts) {
      size += Integer.BYTES + (part == null ? 0 : part.length);
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    out.put(VERSION).putInt(entry.attempt()).putLong(entry.timestamp()).putLong(entry.seed());
    put(out, parts.get(0));
    out.putInt(headers);
    parts.subList(1, parts.size()).forEach(part -> put(out, part));
    return out.put(entry.value()).array();
  }

  static Entry decode(Origin origin, byte[] bytes) {
    ByteBuffer in = checked(origin, bytes);
    int attempt = in.getInt();
    long timestamp = in.getLong();
    long seed = in.getLong();
    byte[] key = get(in);
    var headers = new RecordHeaders();
    for (int left = in.getInt(); left > 0; left--) {
      byte[] name = get(in);
      byte[] value = get(in);
      headers.add(
          new RecordHeader(name == null ? "" : new String(name, StandardCharsets.UTF_8), value));
    }
    byte[] value = new byte[in.remaining()];
    in.get(value);
    return new Entry(origin, key, value, headers, timestamp, seed, attempt);
  }

  /** The record's key alone, without reading the rest. */
  static byte @Nullable [] keyOf(Origin origin, byte[] bytes) {
    return get(checked(origin, bytes).position(FIXED));
  }

  private static ByteBuffer checked(Origin origin, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte version = in.get();
    if (version != VERSION) {
      throw new IllegalStateException(
          "the stored request %s has format %d, this version of Kiln reads format %d"
              .formatted(origin, version, VERSION));
    }
    return in;
  }

  private static void put(ByteBuffer out, byte @Nullable [] part) {
    if (part == null) {
      out.putInt(NONE);
    } else {
      out.putInt(part.length).put(part);
    }
  }

  private static byte @Nullable [] get(ByteBuffer in) {
    int length = in.getInt();
    if (length == NONE) {
      return null;
    }
    byte[] part = new byte[length];
    in.get(part);
    return part;
  }
}
