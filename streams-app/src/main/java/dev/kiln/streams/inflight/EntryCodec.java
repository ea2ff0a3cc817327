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
 * version 1 | attempt 4 | dropped 4 | timestamp 8 | seed 8 | deadline 8
 *           | key: length 4 (-1 is null), bytes
 *           | value: the same
 *           | headers: count 4, of each name and value the same
 * </pre>
 *
 * Pure functions.
 */
final class EntryCodec {

  private static final byte VERSION = 2;
  private static final int FIXED = 1 + 2 * Integer.BYTES + 3 * Long.BYTES;
  private static final int NONE = -1;

  /** Batch header, and the record's own lengths, offset and timestamp as varints. */
  private static final int RECORD_OVERHEAD = 128;

  private EntryCodec() {}

  static byte[] encode(Entry entry) {
    List<byte @Nullable []> parts = parts(entry);
    ByteBuffer out = ByteBuffer.allocate(size(parts));
    out.put(VERSION).putInt(entry.attempt()).putInt(entry.droppedBytes());
    out.putLong(entry.timestamp()).putLong(entry.seed()).putLong(entry.deadline());
    put(out, parts.get(0));
    put(out, parts.get(1));
    out.putInt((parts.size() - 2) / 2);
    parts.subList(2, parts.size()).forEach(part -> put(out, part));
    return out.array();
  }

  /** The size of an entry as a record of the changelog, at most. */
  static int recordSize(Entry entry) {
    return size(parts(entry)) + entry.origin().storeKey().get().length + RECORD_OVERHEAD;
  }

  static Entry decode(Origin origin, byte[] bytes) {
    ByteBuffer in = checked(origin, bytes);
    int attempt = in.getInt();
    int dropped = in.getInt();
    long timestamp = in.getLong();
    long seed = in.getLong();
    long deadline = in.getLong();
    byte[] key = get(in);
    byte[] value = get(in);
    var headers = new RecordHeaders();
    for (int left = in.getInt(); left > 0; left--) {
      byte[] name = get(in);
      byte[] content = get(in);
      headers.add(
          new RecordHeader(name == null ? "" : new String(name, StandardCharsets.UTF_8), content));
    }
    return new Entry(origin, key, value, headers, timestamp, seed, attempt, dropped, deadline);
  }

  /** The record's key alone, without reading the rest. */
  static byte @Nullable [] keyOf(Origin origin, byte[] bytes) {
    return get(checked(origin, bytes).position(FIXED));
  }

  /** Key, value, and names and values of the headers in turn. */
  private static List<byte @Nullable []> parts(Entry entry) {
    List<byte @Nullable []> parts = new ArrayList<>();
    parts.add(entry.key());
    parts.add(entry.value());
    for (Header header : entry.headers()) {
      parts.add(header.key().getBytes(StandardCharsets.UTF_8));
      parts.add(header.value());
    }
    return parts;
  }

  private static int size(List<byte @Nullable []> parts) {
    int size = FIXED + Integer.BYTES;
    for (byte[] part : parts) {
      size += Integer.BYTES + (part == null ? 0 : part.length);
    }
    return size;
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
