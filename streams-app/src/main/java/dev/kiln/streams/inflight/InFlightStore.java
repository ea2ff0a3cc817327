package dev.kiln.streams.inflight;

import java.nio.ByteBuffer;
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
 * One task's requests that are consumed and not answered yet, in the order in which they came, and
 * beside them their deadlines in the order of time. For the task's stream thread alone.
 */
public final class InFlightStore {

  /** The store's name, and a part of its changelog topic's. */
  public static final String NAME = "in-flight";

  /** Sorts before every origin: topic names have no zero byte. */
  private static final Bytes MARK = Bytes.wrap(new byte[] {0});

  private static final byte[] ENDED = {};

  private static final byte[] UNDER_WAY = {1};

  /** Before all entries: {@code 0 1 | deadline 8 | the entry's key}. */
  private static final byte[] DEADLINE = {0, 1};

  private static final int AFTER_TIME = DEADLINE.length + Long.BYTES;

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

  /** Keeps an entry, and its deadline if it has one. */
  public void put(Entry entry) {
    update(entry);
    if (entry.deadline() != Entry.NEVER) {
      store.put(deadlineKey(entry.deadline(), entry.origin()), new byte[0]);
    }
  }

  /** Keeps an entry in place of one with the same deadline. */
  public void update(Entry entry) {
    store.put(entry.origin().storeKey(), EntryCodec.encode(entry));
  }

  /** Forgets an entry, and its deadline if it has one. */
  public void delete(Entry entry) {
    remove(entry.origin().storeKey());
    if (entry.deadline() != Entry.NEVER) {
      remove(deadlineKey(entry.deadline(), entry.origin()));
    }
  }

  /** The entry of that origin, or null. */
  public @Nullable Entry get(Origin origin) {
    byte[] found = store.get(origin.storeKey());
    return found == null ? null : EntryCodec.decode(origin, found);
  }

  /** A deadline that is kept. */
  public record Deadline(long at, Origin origin) {}

  /**
   * The earliest deadline, or null.
   *
   * @param after where to begin, exclusive; null is the beginning. A place behind what was deleted
   *     spares the store from skipping it
   */
  public @Nullable Deadline firstDeadline(@Nullable Deadline after) {
    Bytes from =
        after == null ? Bytes.wrap(DEADLINE) : following(deadlineKey(after.at(), after.origin()));
    try (var rows = store.range(from, FIRST)) {
      if (!rows.hasNext()) {
        return null;
      }
      byte[] key = rows.next().key.get();
      if (key[0] != DEADLINE[0]) {
        return null;
      }
      byte[] entry = Arrays.copyOfRange(key, AFTER_TIME, key.length);
      return new Deadline(
          ByteBuffer.wrap(key).getLong(DEADLINE.length), Origin.ofStoreKey(Bytes.wrap(entry)));
    }
  }

  /** Forgets a deadline and keeps its entry. */
  public void delete(Deadline deadline) {
    remove(deadlineKey(deadline.at(), deadline.origin()));
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
    Bytes from = after == null ? FIRST : following(after.storeKey());
    try (KeyValueIterator<Bytes, byte[]> entries = store.range(from, null)) {
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

  /** Notes that somebody works on the entries, so that whoever finds this knows that it died. */
  public void markUnderWay() {
    store.put(MARK, UNDER_WAY);
  }

  /** Notes that whoever held the entries left in order and did not die of one of them. */
  public void markEnded() {
    store.put(MARK, ENDED);
  }

  /** Whether {@link #markUnderWay} was the last word. */
  public boolean isMarkedUnderWay() {
    return Arrays.equals(store.get(MARK), UNDER_WAY);
  }

  /** Whether {@link #markEnded} was the last word. */
  public boolean isMarkedEnded() {
    return Arrays.equals(store.get(MARK), ENDED);
  }

  /** Unlike the store's own delete, this does not read first what was there. */
  private void remove(Bytes key) {
    store.put(key, null);
  }

  private static Bytes deadlineKey(long at, Origin origin) {
    byte[] entry = origin.storeKey().get();
    return Bytes.wrap(
        ByteBuffer.allocate(AFTER_TIME + entry.length)
            .put(DEADLINE)
            .putLong(at)
            .put(entry)
            .array());
  }

  /** The key right after a key. */
  private static Bytes following(Bytes key) {
    return Bytes.wrap(Arrays.copyOf(key.get(), key.get().length + 1));
  }
}
