package dev.kiln.streams.app;

import dev.kiln.streams.topology.StreamThreads;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.StreamsConfig;

/** Kafka Streams' clients as it makes them itself, except that records are waited for as wanted. */
final class WakefulClients implements KafkaClientSupplier {

  private final StreamThreads threads;

  WakefulClients(StreamThreads threads) {
    this.threads = threads;
  }

  /**
   * Whether this will do: a wake-up may come while the group's partitions are moved, when only a
   * producer may be in use; and Kafka Streams' own group protocol wants its own clients.
   */
  static boolean suit(Properties config) {
    return isSet(
            config, StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2, "")
        && isSet(
            config,
            StreamsConfig.GROUP_PROTOCOL_CONFIG,
            GroupProtocol.CLASSIC.name,
            GroupProtocol.CLASSIC.name);
  }

  private static boolean isSet(Properties config, String name, String wanted, String unset) {
    return String.valueOf(config.getOrDefault(name, unset)).equalsIgnoreCase(wanted);
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return new WakefulConsumer(config, threads);
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return getRestoreConsumer(config);
  }
}
