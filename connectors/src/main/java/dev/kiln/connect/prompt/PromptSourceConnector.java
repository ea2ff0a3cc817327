package dev.kiln.connect.prompt;

import dev.kiln.connect.config.PluginVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/**
 * A source that reads generation requests from files that arrive in a directory. Offsets say how
 * far each file has been read, so that a restart goes on at the next line.
 */
public final class PromptSourceConnector extends SourceConnector {

  /** Handed to tasks beside the settings: which of how many tasks it is. */
  static final String TASK_INDEX = "task.index";

  static final String TASK_COUNT = "task.count";

  private Map<String, String> settings = Map.of();

  @Override
  public String version() {
    return PluginVersion.get();
  }

  @Override
  public ConfigDef config() {
    return PromptSourceConfig.DEFINITION;
  }

  @Override
  public void start(Map<String, String> props) {
    new PromptSourceConfig(props).defaults();
    settings = Map.copyOf(props);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return PromptSourceTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    List<Map<String, String>> configs = new ArrayList<>();
    for (int task = 0; task < maxTasks; task++) {
      Map<String, String> config = new HashMap<>(settings);
      config.put(TASK_INDEX, Integer.toString(task));
      config.put(TASK_COUNT, Integer.toString(maxTasks));
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

  /** Any file can be set to any place where a line begins, or reset. */
  @Override
  public boolean alterOffsets(
      Map<String, String> connectorConfig, Map<Map<String, ?>, Map<String, ?>> offsets) {
    offsets.forEach(
        (partition, offset) -> {
          Position.checkPartition(partition);
          Position.of(offset);
        });
    return true;
  }
}
