package dev.kiln.streams.app;

import dev.kiln.streams.topology.Doorbell;
import dev.kiln.streams.topology.StreamThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer whose thread waits for records no longer than its {@link Doorbell} lets it. No wake-up
 * is left over when {@link #poll} returns, as it would end another call. For the stream thread.
 */
final class WakefulConsumer extends KafkaConsumer<byte[], byte[]> {

  private final StreamThreads threads;

  WakefulConsumer(Map<String, Object> config, StreamThreads threads) {
    super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.threads = threads;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    if (timeout.isZero()) {
      return super.poll(timeout);
    }
    Doorbell bell = threads.bell();
    ConsumerRecords<byte[], byte[]> records;
    try {
      records = super.poll(bell.listen(timeout, this::wakeup));
    } catch (WakeupException e) {
      bell.stop();
      return ConsumerRecords.empty();
    } catch (RuntimeException e) {
      bell.stop();
      throw e;
    }
    return bell.stop() ? withoutWakeup(records) : records;
  }

  /** A poll begins with the wake-up that waits for it, before it looks at any record. */
  private ConsumerRecords<byte[], byte[]> withoutWakeup(ConsumerRecords<byte[], byte[]> records) {
    try {
      return joined(records, super.poll(Duration.ZERO));
    } catch (WakeupException e) {
      return records;
    }
  }

  private static ConsumerRecords<byte[], byte[]> joined(
      ConsumerRecords<byte[], byte[]> first, ConsumerRecords<byte[], byte[]> second) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> all = new HashMap<>();
    for (ConsumerRecords<byte[], byte[]> some : List.of(first, second)) {
      for (TopicPartition partition : some.partitions()) {
        all.computeIfAbsent(partition, key -> new ArrayList<>()).addAll(some.records(partition));
      }
    }
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(first.nextOffsets());
    offsets.putAll(second.nextOffsets());
    return new ConsumerRecords<>(all, offsets);
  }
}
