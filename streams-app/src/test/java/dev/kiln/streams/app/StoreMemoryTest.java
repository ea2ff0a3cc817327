package dev.kiln.streams.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class StoreMemoryTest {

  private static final long BYTES = 8L << 20;
  private static final int STORES = 6;

  @TempDir Path directory;

  @Test
  void allStoresTogetherStayWithinTheirMemory() throws RocksDBException {
    RocksDB.loadLibrary();
    List<RocksDB> stores = new ArrayList<>();
    try {
      for (int i = 0; i < STORES; i++) {
        stores.add(open("store-" + i, BYTES));
      }
      long most = 0;
      byte[] value = new byte[4096];
      for (int round = 0; round < 1500; round++) {
        for (RocksDB store : stores) {
          store.put(("key-" + round).getBytes(UTF_8), value);
        }
        if (round % 100 == 0) {
          most = Math.max(most, inMemory(stores));
        }
      }

      // 37 MB went in. Without a limit that all share, the six would hold it all.
      assertThat(most).isBetween(1L << 20, BYTES);
      assertThat(stores)
          .allSatisfy(
              store ->
                  assertThat(store.getLongProperty("rocksdb.block-cache-capacity"))
                      .isEqualTo(BYTES));
    } finally {
      stores.forEach(RocksDB::close);
    }
  }

  @Test
  void whatIsDeletedSoonDoesNotFillIt() throws RocksDBException {
    try (RocksDB store = open("store", 128L << 20)) {
      byte[] value = new byte[4096];
      long most = 0;
      for (int round = 0; round < 5_000; round++) {
        byte[] key = ("key-" + round).getBytes(UTF_8);
        store.put(key, value);
        store.delete(key);
        most = Math.max(most, inMemory(List.of(store)));
      }

      // 20 MB came and went.
      assertThat(most).isLessThan(2L << 20);
    }
  }

  @Test
  void itIsWhatKafkaStreamsSetsItsStoresUpWith() {
    var config =
        new KilnConfig(Map.of("bootstrap.servers", "nobody:1", "state.dir", directory.toString()));
    var builder = new StreamsBuilder();
    builder.table(
        "in",
        Materialized.<byte[], byte[]>as(Stores.persistentKeyValueStore("store"))
            .withKeySerde(Serdes.ByteArray())
            .withValueSerde(Serdes.ByteArray()));
    try (var driver = new TopologyTestDriver(builder.build(), config.streams())) {
      driver
          .createInputTopic("in", new ByteArraySerializer(), new ByteArraySerializer())
          .pipeInput(new byte[] {1}, new byte[] {2});

      assertThat(driver.getKeyValueStore("store").approximateNumEntries()).isOne();
      assertThat(driver.metrics().entrySet())
          .filteredOn(each -> each.getKey().name().equals("block-cache-capacity"))
          .isNotEmpty()
          .allSatisfy(
              each ->
                  assertThat(each.getValue().metricValue()).hasToString(Long.toString(128L << 20)));
    }
  }

  private RocksDB open(String name, long bytes) throws RocksDBException {
    var options = new Options().setCreateIfMissing(true);
    options.setTableFormatConfig(new BlockBasedTableConfig());
    new StoreMemory().setConfig(name, options, Map.of(KilnConfig.STORE_MEMORY, bytes));
    return RocksDB.open(options, directory.resolve(name).toString());
  }

  private static long inMemory(List<RocksDB> stores) throws RocksDBException {
    long sum = 0;
    for (RocksDB store : stores) {
      sum += store.getLongProperty("rocksdb.cur-size-all-mem-tables");
    }
    return sum;
  }
}
