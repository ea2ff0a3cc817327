package dev.kiln.connect.files;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/** A sink task as a worker would run it, with a reporter that keeps what is reported. */
final class SinkHarness implements SinkTaskContext, ErrantRecordReporter, AutoCloseable {

  private final SampleSinkTask task = new SampleSinkTask();
  private final Map<String, String> settings;
  private final boolean reports;
  private final List<String> reported = new ArrayList<>();
  private final Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();

  /**
   * Starts a task.
   *
   * @param reports whether the worker takes records that no file can hold
   */
  SinkHarness(Map<String, String> settings, boolean reports) {
    this.settings = settings;
    this.reports = reports;
    task.initialize(this);
    task.start(settings);
  }

  void put(SinkRecord... records) {
    put(List.of(records));
  }

  void put(Collection<SinkRecord> records) {
    for (SinkRecord record : records) {
      positions.put(
          new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
          new OffsetAndMetadata(record.originalKafkaOffset() + 1));
    }
    task.put(records);
  }

  /** Asks for the offsets that may be committed; returns the one of a partition. */
  long committable(String topic, int partition) {
    return task.preCommit(Map.copyOf(positions))
        .getOrDefault(new TopicPartition(topic, partition), new OffsetAndMetadata(0))
        .offset();
  }

  /** What the task said of records that no file can hold. */
  List<String> reported() {
    return reported;
  }

  @Override
  public Future<Void> report(SinkRecord record, Throwable error) {
    reported.add(String.valueOf(error.getMessage()));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public @Nullable ErrantRecordReporter errantRecordReporter() {
    return reports ? this : null;
  }

  @Override
  public Map<String, String> configs() {
    return settings;
  }

  @Override
  public void offset(Map<TopicPartition, Long> offsets) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void offset(TopicPartition partition, long offset) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void timeout(long timeoutMs) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<TopicPartition> assignment() {
    return positions.keySet();
  }

  @Override
  public void pause(TopicPartition... partitions) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void resume(TopicPartition... partitions) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void requestCommit() {}

  @Override
  public @Nullable PluginMetrics pluginMetrics() {
    return null;
  }

  @Override
  public void close() {
    task.close(positions.keySet());
    task.stop();
  }
}
