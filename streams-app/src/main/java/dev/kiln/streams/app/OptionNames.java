package dev.kiln.streams.app;

import dev.kiln.schemas.registry.RegistryConfig;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.ConfigException;

/** Finds options that are misspelt or missing, which Kafka would only log or trip over later. */
final class OptionNames {

  private OptionNames() {}

  static void check(KilnConfig config) {
    String brokers = CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;
    if (config.originals().get(brokers) == null) {
      throw new ConfigException(brokers + " is missing; it names the brokers as host:port");
    }
    for (String name : new TreeSet<>(config.originals().keySet())) {
      if (name.startsWith(KilnConfig.PREFIX)
          && !RegistryConfig.DEFINITION.names().contains(name)
          && !KilnConfig.DEFINITION.names().contains(name)) {
        throw new ConfigException(
            name
                + " is not an option; Kiln's options are "
                + String.join(", ", new TreeSet<>(KilnConfig.DEFINITION.names())));
      }
    }
  }
}
