package dev.kiln.connect.generator;

import dev.kiln.connect.config.PluginVersion;
import dev.kiln.connect.config.SettingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/**
 * A source whose records are samples drawn from a generator. The samples are numbered, and each is
 * a function of its number and the settings alone. Offsets count samples, so a restart continues
 * the sequence, and a reset offset repeats it from the start, sample by sample.
 */
public final class GeneratorSourceConnector extends SourceConnector {

  /** Handed to tasks beside the settings: the indices of their shards. */
  static final String TASK_SHARDS = "task.shards";

  private Map<String, String> settings = Map.of();

  @Override
  public String version() {
    return PluginVersion.get();
  }

  @Override
  public ConfigDef config() {
    return GeneratorSourceConfig.DEFINITION;
  }

  @Override
  public void start(Map<String, String> props) {
    SourcePlan.of(props);
    settings = Map.copyOf(props);
    checkShards();
  }

  /** Offsets of another number of shards would be passed over, and samples made twice. */
  private void checkShards() {
    int shards = shards(settings);
    List<Map<String, Object>> others = new ArrayList<>();
    for (int other = 1; other <= GeneratorSourceConfig.MAX_SHARDS; other++) {
      if (other != shards) {
        others.add(new Shard(0, other).partition());
      }
    }
    // All at once: each look reads the offsets topic to its end.
    context()
        .offsetStorageReader()
        .offsets(others)
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                throw new SettingException(
                    GeneratorSourceConfig.SHARDS,
                    shards,
                    "must stay "
                        + Shard.of(partition).shards()
                        + ", which its offsets are for, until the offsets are reset");
              }
            });
  }

  @Override
  public Class<? extends Task> taskClass() {
    return GeneratorSourceTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    int shards = shards(settings);
    int tasks = Math.min(maxTasks, shards);
    List<Map<String, String>> configs = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      List<String> indices = new ArrayList<>();
      for (int shard = task; shard < shards; shard += tasks) {
        indices.add(Integer.toString(shard));
      }
      Map<String, String> config = new HashMap<>(settings);
      config.put(TASK_SHARDS, String.join(",", indices));
      configs.add(config);
    }
    return configs;
  }

  @Override
  public void stop() {}

  @Override
  public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorConfig) {
    return ExactlyOnceSupport.SUPPORTED;
  }

  /** Any shard of the configured number can be set to any number of samples, or reset. */
  @Override
  public boolean alterOffsets(
      Map<String, String> connectorConfig, Map<Map<String, ?>, Map<String, ?>> offsets) {
    offsets.forEach(
        (partition, offset) -> {
          Shard.of(partition);
          Shard.samples(offset);
        });
    return true;
  }

  private static int shards(Map<String, String> settings) {
    return new GeneratorSourceConfig(settings).getInt(GeneratorSourceConfig.SHARDS);
  }
}
