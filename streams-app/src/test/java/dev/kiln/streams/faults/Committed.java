package dev.kiln.streams.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import dev.kiln.schemas.wire.AvroSerde;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Bytes;

/**
 * What is committed, read from the beginning with partitions assigned and read_committed: a group's
 * rebalances would show records twice that are there once. Not safe for many threads.
 */
final class Committed implements AutoCloseable {

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final AvroSerde<GeneratedSample> samples;
  private final AvroSerde<GenerationFailure> failures;

  Committed(Map<String, Object> client, URI registry) {
    Map<String, Object> config = new HashMap<>(client);
    config.put("isolation.level", "read_committed");
    config.put("enable.auto.commit", false);
    config.put("request.timeout.ms", 10_000);
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    SchemaRegistryClient schemas = SchemaRegistryClient.of(registry);
    samples = AvroSerde.of(GeneratedSample.class, schemas);
    failures = AvroSerde.of(GenerationFailure.class, schemas);
  }

  /** Goes to the beginning of all partitions of some topics. */
  void begin(List<String> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      consumer
          .partitionsFor(topic, Duration.ofMinutes(1))
          .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** The answers that came since the last call. */
  List<Answered> poll(Duration timeout) {
    List<Answered> answers = new ArrayList<>();
    consumer.poll(timeout).forEach(record -> answers.add(decode(record)));
    return answers;
  }

  /** All answers up to the present end of both topics, each partition in its order. */
  List<Answered> all() {
    begin(List.of(Topics.SAMPLES, Topics.FAILURES));
    List<Answered> answers = new ArrayList<>();
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (!isAt(ends)) {
      answers.addAll(poll(Duration.ofMillis(200)));
    }
    return answers;
  }

  /** How many requests the stores' changelog still holds. */
  int leftInStore() {
    begin(List.of(Topics.CHANGELOG));
    Set<Bytes> left = new HashSet<>();
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (!isAt(ends)) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
        boolean isRequest = record.key()[0] != 0;
        if (isRequest && record.value() != null) {
          left.add(Bytes.wrap(record.key()));
        } else {
          left.remove(Bytes.wrap(record.key()));
        }
      }
    }
    return left.size();
  }

  private boolean isAt(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private Answered decode(ConsumerRecord<byte[], byte[]> record) {
    String key = record.key() == null ? "" : new String(record.key(), UTF_8);
    Header header = record.headers().lastHeader(Topics.HEADER);
    String ask = header == null ? "" : new String(header.value(), UTF_8);
    return record.topic().equals(Topics.SAMPLES)
        ? new Answered(
            record.partition(),
            record.offset(),
            key,
            ask,
            samples.deserializer().deserialize(record.topic(), record.value()),
            null)
        : new Answered(
            record.partition(),
            record.offset(),
            key,
            ask,
            null,
            failures.deserializer().deserialize(record.topic(), record.value()));
  }

  @Override
  public void close() {
    consumer.close();
    samples.close();
    failures.close();
  }
}
