package dev.kiln.streams.inflight;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;

/** The record that a request came in. */
public record Origin(String topic, int partition, long offset) {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  public Origin {
    if (topic.isEmpty() || partition < 0 || offset < 0) {
      throw new IllegalArgumentException(
          "no record is at '%s', partition %d, offset %d".formatted(topic, partition, offset));
    }
  }

  /**
   * The seed of a request that names none: a hash of topic, partition and offset, so that a request
   * that is read again makes the same samples. Never negative, so that people can copy it.
   */
  public long seed() {
    long hash = FNV_OFFSET;
    for (byte each : storeKey().get()) {
      hash = (hash ^ (each & 0xff)) * FNV_PRIME;
    }
    // SplitMix64's finalizer (Steele, Lea and Flood 2014): neighbouring offsets, unrelated seeds.
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return (hash ^ (hash >>> 31)) & Long.MAX_VALUE;
  }

  /** The key in the store: the entries of a partition sort by offset. */
  Bytes storeKey() {
    byte[] name = topic.getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(
        ByteBuffer.allocate(name.length + 1 + Integer.BYTES + Long.BYTES)
            .put(name)
            .put((byte) 0)
            .putInt(partition)
            .putLong(offset)
            .array());
  }

  static Origin ofStoreKey(Bytes key) {
    ByteBuffer bytes = ByteBuffer.wrap(key.get());
    int name = bytes.capacity() - 1 - Integer.BYTES - Long.BYTES;
    return new Origin(
        new String(key.get(), 0, name, StandardCharsets.UTF_8),
        bytes.getInt(name + 1),
        bytes.getLong(name + 1 + Integer.BYTES));
  }

  /** As in the request ids of requests that have none. */
  @Override
  public String toString() {
    return topic + "-" + partition + "-" + offset;
  }
}
