package dev.kiln.connect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/** A source task with offsets in a map, as a worker would run it. */
public final class TaskHarness implements SourceTaskContext, OffsetStorageReader, AutoCloseable {

  private final Map<Map<String, ?>, Map<String, ?>> offsets;
  private final SourceTask task;
  private final Map<String, String> settings;

  /**
   * Starts a task.
   *
   * @param offsets as an earlier task left them
   */
  public TaskHarness(
      SourceTask task, Map<String, String> settings, Map<Map<String, ?>, Map<String, ?>> offsets) {
    this.offsets = new HashMap<>(offsets);
    this.task = task;
    this.settings = settings;
    task.initialize(this);
    task.start(settings);
  }

  /** Polls once, and commits what came. */
  public List<SourceRecord> poll() {
    try {
      List<SourceRecord> records = task.poll();
      if (records == null) {
        return List.of();
      }
      records.forEach(
          r -> offsets.put(Map.copyOf(r.sourcePartition()), Map.copyOf(r.sourceOffset())));
      return records;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Polls until there are so many records or more. */
  public List<SourceRecord> poll(int atLeast) {
    List<SourceRecord> records = new ArrayList<>();
    while (records.size() < atLeast) {
      records.addAll(poll());
    }
    return records;
  }

  /** The offsets that are committed. */
  public Map<Map<String, ?>, Map<String, ?>> offsets() {
    return Map.copyOf(offsets);
  }

  @Override
  public Map<String, String> configs() {
    return settings;
  }

  @Override
  public OffsetStorageReader offsetStorageReader() {
    return this;
  }

  @Override
  public @Nullable PluginMetrics pluginMetrics() {
    return null;
  }

  @Override
  @SuppressWarnings("unchecked") // Connect's own signature leaves it to the caller.
  public <T> @Nullable Map<String, Object> offset(Map<String, T> partition) {
    return (Map<String, Object>) offsets.get(partition);
  }

  @Override
  public <T> Map<Map<String, T>, Map<String, Object>> offsets(
      Collection<Map<String, T>> partitions) {
    Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
    partitions.forEach(partition -> found.put(partition, offset(partition)));
    return found;
  }

  @Override
  public void close() {
    task.stop();
  }
}
