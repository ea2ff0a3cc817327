package dev.kiln.streams.client;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.schemas.avro.GenerationPreview;
import dev.kiln.schemas.registry.RegistryRejectedException;
import dev.kiln.schemas.registry.SchemaSource;
import dev.kiln.schemas.wire.BoundedReader;
import dev.kiln.schemas.wire.MalformedAvroException;
import dev.kiln.schemas.wire.WireFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads samples and failures as they are committed. It assigns itself all partitions instead of
 * joining a group, since a group may see a record twice after a rebalance. Not safe for many
 * threads, except for {@link #wakeup}.
 */
public final class AnswerReader implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Consumer<byte[], byte[]> consumer;
  private final AnswerTopics topics;
  private final SchemaSource schemas;

  private AnswerReader(
      Consumer<byte[], byte[]> consumer, AnswerTopics topics, SchemaSource schemas) {
    this.consumer = consumer;
    this.topics = topics;
    this.schemas = schemas;
  }

  /**
   * A reader that starts at the end of the topics, as they are when this returns.
   *
   * @param client the properties of a Kafka client: the servers, and security if any
   * @param schemas where the schemas of what is read come from
   * @throws IllegalStateException when one of the topics does not exist
   */
  public static AnswerReader atEnd(
      Map<String, Object> client, AnswerTopics topics, SchemaSource schemas) {
    return beforeEnd(client, topics, schemas, 0);
  }

  /**
   * A reader that starts a little before the end of the answers; of the previews, at their end.
   *
   * @param records how many records before the end of each partition; the end of a transaction
   *     counts as one
   * @throws IllegalStateException when one of the topics does not exist
   */
  public static AnswerReader beforeEnd(
      Map<String, Object> client, AnswerTopics topics, SchemaSource schemas, long records) {
    Map<String, Object> config = new HashMap<>(client);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      List<TopicPartition> partitions = new ArrayList<>();
      for (String topic : topics.all()) {
        List<PartitionInfo> infos = consumer.partitionsFor(topic, PATIENCE);
        if (infos == null || infos.isEmpty()) {
          throw new IllegalStateException("The topic " + topic + " does not exist");
        }
        infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
      }
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      // The seek is lazy: without asking for the position, records sent from now on could be
      // missed.
      partitions.forEach(partition -> consumer.position(partition, PATIENCE));
      if (records > 0) {
        consumer
            .beginningOffsets(partitions, PATIENCE)
            .forEach(
                (partition, first) -> {
                  if (!partition.topic().equals(topics.previews())) {
                    long before = consumer.position(partition, PATIENCE) - records;
                    consumer.seek(partition, Math.max(first, before));
                  }
                });
      }
      return new AnswerReader(consumer, topics, schemas);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /**
   * The answers that were committed since the last call.
   *
   * @throws org.apache.kafka.common.errors.WakeupException after {@link #wakeup}
   * @throws IllegalStateException when a record is not what the topic should hold
   */
  public List<Answer> poll(Duration timeout) {
    List<Answer> answers = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
      answers.add(decode(record));
    }
    return answers;
  }

  /**
   * As {@link #poll(Duration)}, but leaves out what is not as it should be.
   *
   * @param damaged told one sentence for each record that is left out
   * @throws org.apache.kafka.common.errors.WakeupException after {@link #wakeup}
   */
  public List<Answer> poll(Duration timeout, java.util.function.Consumer<String> damaged) {
    List<Answer> answers = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
      try {
        answers.add(decode(record));
      } catch (IllegalStateException | RegistryRejectedException e) {
        damaged.accept(String.valueOf(e.getMessage()));
      }
    }
    return answers;
  }

  /** Ends a poll, from any thread. */
  public void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }

  private Answer decode(ConsumerRecord<byte[], byte[]> record) {
    Answer.Place place = new Answer.Place(record.topic(), record.partition(), record.offset());
    if (record.topic().equals(topics.previews())) {
      return new Answer.Preview(
          read(record, place, GenerationPreview.getClassSchema(), GenerationPreview.class),
          record.headers(),
          place);
    }
    return record.topic().equals(topics.samples())
        ? new Answer.Sample(
            read(record, place, GeneratedSample.getClassSchema(), GeneratedSample.class),
            record.headers(),
            place)
        : new Answer.Failure(
            read(record, place, GenerationFailure.getClassSchema(), GenerationFailure.class),
            record.headers(),
            place);
  }

  private <T extends SpecificRecord> T read(
      ConsumerRecord<byte[], byte[]> record, Answer.Place place, Schema reader, Class<T> type) {
    byte[] value = record.value();
    if (value == null || !WireFormat.hasHeader(value)) {
      throw new IllegalStateException(
          "The record at " + place + " is not Avro in the wire format; is it Kiln's topic?");
    }
    try {
      Schema writer = schemas.byId(WireFormat.schemaId(value));
      return BoundedReader.specific(value, writer, reader, type);
    } catch (MalformedAvroException e) {
      throw new IllegalStateException(
          "The record at " + place + " is damaged: " + e.getMessage(), e);
    }
  }
}
