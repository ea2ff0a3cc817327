package dev.kiln.streams.app;

import dev.kiln.streams.tracing.Tracing;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** What Kiln sets in Kafka Streams unless the user does. */
final class StreamsDefaults {

  /** What a produce request holds besides its largest record. */
  static final int FRAMING = 16 * 1024;

  private static final int KAFKAS_MAX_REQUEST = 1024 * 1024;

  private StreamsDefaults() {}

  static Properties under(Map<String, Object> originals, int maxRecordBytes, long storeMemory) {
    var p = new Properties();
    p.put(StreamsConfig.APPLICATION_ID_CONFIG, "kiln");
    p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    // The engine has threads of its own, and each stream thread commits transactions of its own,
    // which cost more than the records in them.
    p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, "1");
    p.put(StreamsConfig.STATE_DIR_CONFIG, "kiln-state");
    p.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, StoreMemory.class.getName());
    // A task has one partition: there is no other whose records could come first.
    p.put(
        StreamsConfig.MAX_TASK_IDLE_MS_CONFIG,
        Long.toString(StreamsConfig.MAX_TASK_IDLE_MS_DISABLED));
    // At the latest; CommitPace asks for commits that answers are worth.
    p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "500");
    // Nobody sees a record before it is committed, and a commit sends at once what waits: so what
    // waits goes together. Without a wait, the first write of a transaction also meets the end of
    // the last one, is refused and retried, and those behind it come out of order.
    p.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), "100");
    // A commit with a thousand answers sends them with few requests then.
    p.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), "131072");
    p.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        Integer.toString(Math.max(KAFKAS_MAX_REQUEST, maxRecordBytes + FRAMING)));
    // A dead instance's partitions move after this long; a frozen one's likewise.
    p.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), "10000");
    p.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), "2000");
    originals.forEach(
        (name, value) -> {
          if (!name.startsWith(KilnConfig.PREFIX) && !name.startsWith(Tracing.PREFIX)) {
            p.put(name, value);
          }
        });
    if (!WakefulClients.suit(p)) {
      // A punctuator waits for poll to return, and a sample for the punctuator.
      p.putIfAbsent(StreamsConfig.POLL_MS_CONFIG, "5");
    }
    // For the one that sets up the stores, which sees nothing but this.
    p.put(KilnConfig.STORE_MEMORY, Long.toString(storeMemory));
    return p;
  }
}
