package dev.kiln.bench.rig;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The world outside: sends requests and sees the answers as they are committed. It does not decode
 * them, since that would not be Kiln's cost. For one thread. Close once.
 */
public final class Client implements AutoCloseable {

  private final Producer<byte[], byte[]> producer;
  private final Consumer<byte[], byte[]> consumer;
  private final String requests;
  private final String failures;
  private final int schemaId;
  private int spread;

  /**
   * A client that sees the answers from now on.
   *
   * @param requests the topic to send to
   * @param samples the topic of the answers
   * @param failures the topic on which no record is expected
   */
  public Client(Cluster cluster, String requests, String samples, String failures) {
    this.requests = requests;
    this.failures = failures;
    this.schemaId = cluster.requestSchemaId(requests);
    Map<String, Object> sending = new HashMap<>(cluster.client());
    sending.put(ProducerConfig.LINGER_MS_CONFIG, 1);
    producer = new KafkaProducer<>(sending, new ByteArraySerializer(), new ByteArraySerializer());
    Map<String, Object> reading = new HashMap<>(cluster.client());
    reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    consumer =
        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        Stream.of(samples, failures)
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
  }

  /** From now on, request {@code n} goes to partition {@code n % partitions}. */
  public void spreadOver(int partitions) {
    spread = partitions;
  }

  /** Sends request {@code number}; does not wait for the broker. */
  public void send(Ask ask, int number) {
    var unused = producer.send(ask.record(requests, partition(number), schemaId, number));
  }

  private @Nullable Integer partition(int number) {
    return spread == 0 ? null : Integer.valueOf(Math.floorMod(number, spread));
  }

  /**
   * Waits at most so long for answers, and tells the number of each.
   *
   * @throws IllegalStateException when a request failed
   */
  public int poll(Duration timeout, IntConsumer answered) {
    int count = 0;
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
      if (record.topic().equals(failures)) {
        throw new IllegalStateException(
            "a request of the bench failed: " + new String(record.value(), StandardCharsets.UTF_8));
      }
      Header header = record.headers().lastHeader(Ask.NUMBER);
      if (header != null) {
        answered.accept(ByteBuffer.wrap(header.value()).getInt());
        count++;
      }
    }
    return count;
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
    consumer.close();
  }
}
