package dev.kiln.streams.app;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * Lets all stores of a process share one piece of memory, however many partitions it has; Kafka
 * Streams gives each store about 100 MB of its own. Half of it may be writes that are not on disk
 * yet, the rest holds what is read. Streams makes one of these for each store, by its name.
 */
public final class StoreMemory implements RocksDBConfigSetter {

  /** What is set aside for a size, for as long as the process lives. */
  private record Shared(Cache cache, WriteBufferManager writes) {
    static Shared of(long bytes) {
      var cache = new LRUCache(bytes);
      return new Shared(cache, new WriteBufferManager(bytes / 2, cache));
    }
  }

  private static final Map<Long, Shared> SHARED = new ConcurrentHashMap<>();

  /**
   * Requests stay for seconds, so a buffer mostly holds what is deleted again; a small one is
   * written to disk, and forgets them, within minutes.
   */
  private static final long LARGEST_BUFFER = 256L << 10;

  private static final int BUFFERS = 3;

  @Override
  public void setConfig(String store, Options options, Map<String, Object> configs) {
    long bytes = Long.parseLong(String.valueOf(configs.get(KilnConfig.STORE_MEMORY)));
    Shared shared = SHARED.computeIfAbsent(bytes, Shared::of);
    if (options.tableFormatConfig() instanceof BlockBasedTableConfig table) {
      table.setBlockCache(shared.cache());
      table.setCacheIndexAndFilterBlocks(true);
      options.setTableFormatConfig(table);
    }
    options.setWriteBufferManager(shared.writes());
    options.setWriteBufferSize(Math.min(LARGEST_BUFFER, bytes / 16));
    options.setMaxWriteBufferNumber(BUFFERS);
  }

  /** Nothing: what is shared outlives each store. */
  @Override
  public void close(String store, Options options) {}
}
