package dev.kiln.connect.files;

import dev.kiln.connect.config.PluginVersion;
import dev.kiln.storage.BlobStore;
import dev.kiln.storage.BlobStores;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the files of some partitions. A batch is done when all its complete files are in the
 * store; offsets are committed up to the first record of which a file is still open.
 */
public final class SampleSinkTask extends SinkTask {

  private static final Logger LOG = LoggerFactory.getLogger(SampleSinkTask.class);

  private final Map<TopicPartition, Lane> lanes = new HashMap<>();
  private @Nullable Work work;

  /** What a started task works with. */
  private record Work(Lane.Plan plan, Writes writes) {}

  @Override
  public String version() {
    return PluginVersion.get();
  }

  @Override
  public void start(Map<String, String> props) {
    var config = new SampleSinkConfig(props);
    try {
      BlobStore store = BlobStores.open(StoreSettings.of(config)).orElseThrow();
      work = new Work(config.plan(), new Writes(store, config.threads()));
    } catch (IOException e) {
      throw new ConnectException(e.getMessage(), e);
    }
  }

  @Override
  public void put(Collection<SinkRecord> records) {
    Work now = started();
    flush(now);
    for (SinkRecord record : records) {
      // Transforms may rename topics; offsets, commits and files go by where the record stands.
      var partition = new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
      Lane lane = lanes.computeIfAbsent(partition, p -> new Lane(now.plan()));
      try {
        lane.take(record);
      } catch (DataException e) {
        report(record, e);
      } finally {
        now.writes().add(partition, lane.finished());
      }
    }
    flush(now);
  }

  /** A record that no file can hold goes where the operator wants it, or ends the task. */
  private void report(SinkRecord record, DataException error) {
    if (context.errantRecordReporter() == null) {
      throw error;
    }
    var unused = context.errantRecordReporter().report(record, error);
  }

  private static void flush(Work now) {
    try {
      now.writes().flush();
    } catch (IOException e) {
      throw new RetriableException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectException("writing was interrupted", e);
    }
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> preCommit(
      Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
    Work now = started();
    lanes.forEach((partition, lane) -> now.writes().add(partition, lane.whenQuiet()));
    try {
      flush(now);
    } catch (RetriableException e) {
      LOG.warn("Files wait to be written: {}", e.getMessage());
    }
    Map<TopicPartition, OffsetAndMetadata> safe = new HashMap<>();
    currentOffsets.forEach(
        (partition, position) -> {
          Lane lane = lanes.get(partition);
          long open = lane == null ? position.offset() : lane.committable(position.offset());
          safe.put(partition, new OffsetAndMetadata(now.writes().committable(partition, open)));
        });
    return safe;
  }

  @Override
  public void close(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      lanes.remove(partition);
      started().writes().forget(partition);
    }
  }

  private Work started() {
    if (work == null) {
      throw new IllegalStateException("the task has not been started");
    }
    return work;
  }

  @Override
  public void stop() {
    if (work != null) {
      work.writes().close();
    }
  }
}
