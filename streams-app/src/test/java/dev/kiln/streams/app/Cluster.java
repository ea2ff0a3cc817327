package dev.kiln.streams.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import dev.kiln.schemas.registry.embedded.EmbeddedRegistry;
import dev.kiln.schemas.wire.AvroSerde;
import dev.kiln.streams.broker.LocalBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A real broker and a registry, and eyes to see what is committed there. Each test takes a name, by
 * which its topics and its application are its own.
 */
final class Cluster implements AutoCloseable {

  private final LocalBroker broker = LocalBroker.start();
  private final EmbeddedRegistry registry;
  private final Producer<byte[], byte[]> producer;

  Cluster() throws IOException {
    registry = EmbeddedRegistry.start(0);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 0),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  LocalBroker broker() {
    return broker;
  }

  SchemaRegistryClient registry() {
    return SchemaRegistryClient.of(registry.url());
  }

  /** What the application of a test gets. */
  Properties properties(String name, Path state) {
    var p = new Properties();
    p.put("bootstrap.servers", broker.bootstrapServers());
    p.put("schema.registry.url", registry.url().toString());
    p.put("application.id", name);
    p.put("state.dir", state.toString());
    p.put("kiln.requests.topic", name + "-requests");
    p.put("kiln.samples.topic", name + "-samples");
    p.put("kiln.failures.topic", name + "-failures");
    p.put("kiln.topics.create", "true");
    p.put("consumer.session.timeout.ms", "3000");
    p.put("consumer.heartbeat.interval.ms", "500");
    return p;
  }

  void send(String name, @Nullable String key, byte @Nullable [] value) {
    byte[] bytes = key == null ? null : key.getBytes(UTF_8);
    var unused = producer.send(new ProducerRecord<>(name + "-requests", bytes, value));
  }

  void send(String name, String key, String json) {
    send(name, key, json.getBytes(UTF_8));
  }

  /** With a header. */
  void send(String name, String key, byte[] value, String header, String content) {
    var record = new ProducerRecord<>(name + "-requests", key.getBytes(UTF_8), value);
    record.headers().add(header, content.getBytes(UTF_8));
    var unused = producer.send(record);
  }

  void flush() {
    producer.flush();
  }

  /** All committed samples, in the order of their partitions. */
  List<GeneratedSample> samples(String name) {
    try (var serde = AvroSerde.of(GeneratedSample.class, registry())) {
      return committed(name + "-samples").stream()
          .map(record -> serde.deserializer().deserialize(record.topic(), record.value()))
          .toList();
    }
  }

  /** All committed failures. */
  List<GenerationFailure> failures(String name) {
    try (var serde = AvroSerde.of(GenerationFailure.class, registry())) {
      return committed(name + "-failures").stream()
          .map(record -> serde.deserializer().deserialize(record.topic(), record.value()))
          .toList();
    }
  }

  /** Not with a group: a group's rebalances show records twice that are there once. */
  List<ConsumerRecord<byte[], byte[]>> committed(String topic) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", broker.bootstrapServers());
    config.put("isolation.level", "read_committed");
    config.put("enable.auto.commit", false);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    registry.close();
    broker.close();
  }
}
