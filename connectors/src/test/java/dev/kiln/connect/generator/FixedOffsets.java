package dev.kiln.connect.generator;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/** The context of a source connector whose offsets can be set. */
final class FixedOffsets implements SourceConnectorContext, OffsetStorageReader {

  private final Map<Map<String, ?>, Map<String, Object>> offsets;

  FixedOffsets() {
    this(Map.of());
  }

  FixedOffsets(Map<Map<String, ?>, Map<String, Object>> offsets) {
    this.offsets = offsets;
  }

  @Override
  public OffsetStorageReader offsetStorageReader() {
    return this;
  }

  @Override
  public void requestTaskReconfiguration() {}

  @Override
  public void raiseError(Exception e) {
    throw new IllegalStateException(e);
  }

  @Override
  public @Nullable PluginMetrics pluginMetrics() {
    return null;
  }

  @Override
  public <T> @Nullable Map<String, Object> offset(Map<String, T> partition) {
    return offsets.get(partition);
  }

  @Override
  public <T> Map<Map<String, T>, Map<String, Object>> offsets(
      Collection<Map<String, T>> partitions) {
    Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
    partitions.forEach(partition -> found.put(partition, offset(partition)));
    return found;
  }
}
