package dev.kiln.connect.files;

import dev.kiln.connect.config.PluginVersion;
import dev.kiln.connect.config.SettingException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * A sink that writes samples as files. Names come from the records alone and files appear whole, so
 * that a record that is delivered again writes the same file again.
 */
public final class SampleSinkConnector extends SinkConnector {

  private Map<String, String> settings = Map.of();

  @Override
  public String version() {
    return PluginVersion.get();
  }

  @Override
  public ConfigDef config() {
    return SampleSinkConfig.DEFINITION;
  }

  /** The topics are Connect's own setting, so rules about them are not in the definition. */
  @Override
  public Config validate(Map<String, String> connectorConfigs) {
    Config config = super.validate(connectorConfigs);
    if (config.configValues().stream().allMatch(value -> value.errorMessages().isEmpty())) {
      try {
        SampleSinkConfig.check(connectorConfigs);
      } catch (SettingException e) {
        config.configValues().stream()
            .filter(value -> value.name().equals(e.key()))
            .forEach(value -> value.addErrorMessage(e.getMessage()));
      }
    }
    return config;
  }

  @Override
  public void start(Map<String, String> props) {
    SampleSinkConfig.check(props);
    settings = Map.copyOf(props);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return SampleSinkTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return Collections.nCopies(maxTasks, settings);
  }

  @Override
  public void stop() {}

  /**
   * Any offset can be set or reset, except into the middle of an interval: its file would be
   * written again without its beginning.
   */
  @Override
  public boolean alterOffsets(
      Map<String, String> connectorConfig, Map<TopicPartition, Long> offsets) {
    SampleSinkConfig config = new SampleSinkConfig(connectorConfig);
    offsets.forEach(
        (partition, offset) -> {
          long every = config.interval();
          if (offset != null && offset % every != 0) {
            throw new ConnectException(
                "The offset of %s must be a multiple of %d, where a file begins, was %d; the one before is %d"
                    .formatted(partition, every, offset, offset - offset % every));
          }
        });
    return true;
  }
}
