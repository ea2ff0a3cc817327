package dev.kiln.streams.inflight;

import java.util.Arrays;
import java.util.Map;
import java.util.function.BiPredicate;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * One task's requests that are consumed and not answered yet, in the order in which they came. For
 * the task's stream thread alone.
 */
public final class InFlightStore {

  /** The store's name, and a part of its changelog topic's. */
  public static final String NAME = "in-flight";

  /** Sorts before every origin: topic names have no zero byte. */
  private static final Bytes CLEAN = Bytes.wrap(new byte[] {0});

  private static final Bytes FIRST = Bytes.wrap(new byte[] {1});

  private final KeyValueStore<Bytes, byte[]> store;

  public InFlightStore(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /**
   * Persistent and changelogged: only such a store comes back as it was at the last commit, and
   * keeps the identity that lets a restarted instance end its own unfinished transaction.
   */
  public static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(int maxRecordBytes) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(NAME), Serdes.Bytes(), Serdes.ByteArray())
        .withLoggingEnabled(
            Map.of(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(Math.max(1024 * 1024 + 12, maxRecordBytes + 1024))))
        .withCachingDisabled();
  }

  public void put(Entry entry) {
    store.put(entry.origin().storeKey(), EntryCodec.encode(entry));
  }

  public void delete(Origin origin) {
    store.delete(origin.storeKey());
  }

  /** How many entries there are; reads all keys. */
  public int count() {
    int count = 0;
    try (var entries = store.range(FIRST, null)) {
      while (entries.hasNext()) {
        entries.next();
        count++;
      }
    }
    return count;
  }

  /**
   * The first entry after an origin that is wanted, or null.
   *
   * @param after where to begin, exclusive; null is the beginning
   * @param wanted looks at origin and record key alone, so that the rest is read only once
   */
  public @Nullable Entry firstAfter(
      @Nullable Origin after, BiPredicate<Origin, byte @Nullable []> wanted) {
    try (KeyValueIterator<Bytes, byte[]> entries = store.range(following(after), null)) {
      while (entries.hasNext()) {
        KeyValue<Bytes, byte[]> next = entries.next();
        Origin origin = Origin.ofStoreKey(next.key);
        if (wanted.test(origin, EntryCodec.keyOf(origin, next.value))) {
          return EntryCodec.decode(origin, next.value);
        }
      }
    }
    return null;
  }

  /** Notes that whoever held the entries left in order and did not die of one of them. */
  public void markClean() {
    store.put(CLEAN, new byte[0]);
  }

  /** Whether {@link #markClean} was the last word. */
  public boolean isMarkedClean() {
    return store.get(CLEAN) != null;
  }

  public void clearMark() {
    store.delete(CLEAN);
  }

  private static Bytes following(@Nullable Origin origin) {
    if (origin == null) {
      return FIRST;
    }
    byte[] key = origin.storeKey().get();
    return Bytes.wrap(Arrays.copyOf(key, key.length + 1));
  }
}
