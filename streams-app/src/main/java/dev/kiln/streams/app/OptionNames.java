package dev.kiln.streams.app;

import dev.kiln.schemas.registry.RegistryConfig;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Finds options that are misspelt or missing, which Kafka would only log or trip over later. */
final class OptionNames {

  private OptionNames() {}

  /** A record that the producer refuses would end the stream thread. */
  private static void checkRequestSize(KilnConfig config, String name) {
    Object value = config.originals().get(name);
    int needed = config.maxRecordBytes() + StreamsDefaults.FRAMING;
    if (value != null && (Long) ConfigDef.parseType(name, value, ConfigDef.Type.LONG) < needed) {
      throw new ConfigException(
          "%s must be at least %d, which is %s and %d bytes of framing, was %s"
              .formatted(
                  name, needed, KilnConfig.MAX_RECORD_BYTES, StreamsDefaults.FRAMING, value));
    }
  }

  static void check(KilnConfig config) {
    String brokers = CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;
    if (config.originals().get(brokers) == null) {
      throw new ConfigException(brokers + " is missing; it names the brokers as host:port");
    }
    checkRequestSize(config, "producer.max.request.size");
    checkRequestSize(config, "max.request.size");
    checkRequestSize(config, "producer.buffer.memory");
    checkRequestSize(config, "buffer.memory");
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
