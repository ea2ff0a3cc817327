package dev.kiln.streams.contract;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * An upper bound of a record's size in a produce request, uncompressed: a record that a producer
 * finds too large ends its transaction, and with it the stream thread.
 */
final class RecordSize {

  /** Batch header (61), and the record's own lengths, offset and timestamp as varints. */
  private static final int FIXED = 128;

  /** Two lengths as varints. */
  private static final int PER_HEADER = 10;

  private RecordSize() {}

  static int of(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    long size = FIXED + length(key) + length(value);
    for (Header header : headers) {
      size += PER_HEADER + header.key().getBytes(StandardCharsets.UTF_8).length;
      size += length(header.value());
    }
    return (int) Math.min(Integer.MAX_VALUE, size);
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
