package dev.kiln.connect;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Connector;

/** What PUT /connector-plugins/NAME/config/validate finds in a configuration. */
public final class Validation {

  private final List<ConfigValue> values;

  /** Lets a connector look at a configuration. */
  public Validation(Connector connector, Map<String, String> settings) {
    this.values = connector.validate(settings).configValues();
  }

  /** All settings. */
  public List<ConfigValue> values() {
    return values;
  }

  /** One setting. */
  public ConfigValue get(String key) {
    return values.stream().filter(value -> value.name().equals(key)).findFirst().orElseThrow();
  }

  /** What is wrong with a setting, as one text. */
  public String errors(String key) {
    return String.join(" ", get(key).errorMessages());
  }
}
