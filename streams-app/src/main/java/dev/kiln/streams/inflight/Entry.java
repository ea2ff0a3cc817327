package dev.kiln.streams.inflight;

import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A request as the store keeps it: the record byte for byte, and what is known beside it. Nobody
 * may change the arrays or the headers.
 */
public final class Entry {

  /** The deadline of a request that has none, or whose deadline is not known yet. */
  public static final long NEVER = Long.MAX_VALUE;

  private final Origin origin;
  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private final Headers headers;
  private final long timestamp;
  private final long seed;
  private final int attempt;
  private final int droppedBytes;
  private final long deadline;

  /**
   * A request whose deadline is not known yet.
   *
   * @param origin where the record stands
   * @param key the record's key
   * @param value the record's value, undecoded
   * @param headers the record's headers
   * @param timestamp the record's timestamp, in milliseconds since the epoch
   * @param seed the seed for a request that names none
   * @param attempt how many attempts were begun; 0 is a request that only waits
   * @param droppedBytes the size of the whole as a record, where it was too large to be kept; else
   *     0
   */
  public Entry(
      Origin origin,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Headers headers,
      long timestamp,
      long seed,
      int attempt,
      int droppedBytes) {
    this(origin, key, value, headers, timestamp, seed, attempt, droppedBytes, NEVER);
  }

  /**
   * A request as the store has it.
   *
   * @param deadline the time of day at which it expires, in milliseconds since the epoch
   */
  Entry(
      Origin origin,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Headers headers,
      long timestamp,
      long seed,
      int attempt,
      int droppedBytes,
      long deadline) {
    if (attempt < 0) {
      throw new IllegalArgumentException("attempt must be at least 0, was " + attempt);
    }
    this.origin = Objects.requireNonNull(origin);
    this.key = key;
    this.value = value;
    this.headers = Objects.requireNonNull(headers);
    this.timestamp = timestamp;
    this.seed = seed;
    this.attempt = attempt;
    this.droppedBytes = droppedBytes;
    this.deadline = deadline;
  }

  /** The same request, with one more attempt begun. */
  public Entry nextAttempt() {
    return new Entry(
        origin, key, value, headers, timestamp, seed, attempt + 1, droppedBytes, deadline);
  }

  /** The same request, with the time of day at which it expires. */
  public Entry withDeadline(long at) {
    return new Entry(origin, key, value, headers, timestamp, seed, attempt, droppedBytes, at);
  }

  /** The same request, with other headers. */
  public Entry withHeaders(Headers other) {
    return new Entry(origin, key, value, other, timestamp, seed, attempt, droppedBytes, deadline);
  }

  /**
   * The same request in a form that fits into a record of the changelog: without its value where it
   * is too large, and without key and headers where those are.
   */
  public Entry within(int maxRecordBytes) {
    int size = EntryCodec.recordSize(this);
    if (size <= maxRecordBytes) {
      return this;
    }
    Entry bare = new Entry(origin, key, null, headers, timestamp, seed, attempt, size);
    return EntryCodec.recordSize(bare) <= maxRecordBytes
        ? bare
        : new Entry(origin, null, null, new RecordHeaders(), timestamp, seed, attempt, size);
  }

  public Origin origin() {
    return origin;
  }

  public byte @Nullable [] key() {
    return key;
  }

  /** Null where it was dropped, or where the record had none. */
  public byte @Nullable [] value() {
    return value;
  }

  public Headers headers() {
    return headers;
  }

  public long timestamp() {
    return timestamp;
  }

  public long seed() {
    return seed;
  }

  public int attempt() {
    return attempt;
  }

  public int droppedBytes() {
    return droppedBytes;
  }

  /** When it expires, in milliseconds since the epoch, or {@link #NEVER}. */
  public long deadline() {
    return deadline;
  }
}
