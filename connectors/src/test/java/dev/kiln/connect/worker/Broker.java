package dev.kiln.connect.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.connect.util.clusters.EmbeddedKafkaCluster;
import org.awaitility.Awaitility;

/** A broker inside the test's JVM, and what a reader of committed records sees. */
public final class Broker implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EmbeddedKafkaCluster cluster = new EmbeddedKafkaCluster(1, settings());

  /** Starts it. */
  public Broker() {
    cluster.start();
  }

  /** The settings of a broker that is alone. */
  public static Properties settings() {
    var settings = new Properties();
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "4");
    settings.put("offsets.topic.num.partitions", "4");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
    settings.put("group.min.session.timeout.ms", "1000");
    return settings;
  }

  public String bootstrapServers() {
    return cluster.bootstrapServers();
  }

  public EmbeddedKafkaCluster cluster() {
    return cluster;
  }

  /**
   * Reads a topic from its start until what was read is enough, or until a minute has passed.
   *
   * @return all that was read, enough or not
   */
  public static List<ConsumerRecord<byte[], byte[]>> read(
      String bootstrapServers,
      String topic,
      Predicate<List<ConsumerRecord<byte[], byte[]>>> isEnough) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("isolation.level", "read_committed");
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    // A reader without a group sees each record once; one in a group may see some again.
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      Awaitility.await("topic " + topic)
          .atMost(PATIENCE)
          .until(() -> consumer.listTopics().containsKey(topic));
      assign(consumer, topic);
      while (!isEnough.test(records) && System.nanoTime() < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  private static void assign(Consumer<byte[], byte[]> consumer, String topic) {
    List<PartitionInfo> partitions = consumer.partitionsFor(topic);
    consumer.assign(
        partitions.stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList());
    consumer.seekToBeginning(consumer.assignment());
  }

  /** Reads a topic until there are so many records. */
  public List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
    return read(bootstrapServers(), topic, records -> records.size() >= count);
  }

  /** Reads a topic up to where it ends now. */
  public List<ConsumerRecord<byte[], byte[]>> readToEnd(String topic) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrapServers());
    settings.put("isolation.level", "read_committed");
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      assign(consumer, topic);
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  @Override
  public void close() {
    cluster.stop();
  }
}
