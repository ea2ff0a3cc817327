package dev.kiln.connect.files;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import dev.kiln.connect.config.InContext;
import dev.kiln.connect.config.SettingException;
import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.registry.RegistryConfig;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import dev.kiln.schemas.wire.AvroDeserializer;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The settings of the schema registry, with the names that Confluent gave them. */
final class RegistrySettings {

  private RegistrySettings() {}

  /**
   * Adds the keys to a definition.
   *
   * @param check the rules of the whole configuration
   */
  static void define(ConfigDef definition, InContext check) {
    String group = "Schema registry";
    definition
        .define(
            RegistryConfig.URL,
            ConfigDef.Type.LIST,
            List.of(),
            null,
            MEDIUM,
            "The registry's URLs, for samples in the streaming app's own Avro; give the connector"
                + " value.converter=org.apache.kafka.connect.converters.ByteArrayConverter.",
            group,
            1,
            Width.LONG,
            "Registry URLs",
            check)
        .define(
            RegistryConfig.CREDENTIALS_SOURCE,
            ConfigDef.Type.STRING,
            "URL",
            ConfigDef.ValidString.in("URL", "USER_INFO"),
            LOW,
            "Where user and password come from: URL (user:password@host) or USER_INFO.",
            group,
            2,
            Width.SHORT,
            "Credentials source")
        .define(
            RegistryConfig.USER_INFO,
            ConfigDef.Type.PASSWORD,
            "",
            LOW,
            "user:password, with the source USER_INFO.",
            group,
            3,
            Width.MEDIUM,
            "User and password")
        .define(
            RegistryConfig.BEARER_SOURCE,
            ConfigDef.Type.STRING,
            "",
            ConfigDef.ValidString.in("", "STATIC_TOKEN"),
            LOW,
            "STATIC_TOKEN sends the configured token; empty sends none.",
            group,
            4,
            Width.SHORT,
            "Token source")
        .define(
            RegistryConfig.BEARER_TOKEN,
            ConfigDef.Type.PASSWORD,
            "",
            LOW,
            "The token, with the source STATIC_TOKEN.",
            group,
            5,
            Width.MEDIUM,
            "Token");
  }

  /** How samples are read, or null where no registry is configured. */
  static @Nullable AvroDeserializer<GeneratedSample> samples(AbstractConfig config) {
    if (config.getList(RegistryConfig.URL).isEmpty()) {
      return null;
    }
    try {
      var registry = new SchemaRegistryClient(RegistryConfig.from(config.originals()));
      return AvroDeserializer.of(GeneratedSample.class, registry);
    } catch (SettingException e) {
      throw e;
    } catch (ConfigException e) {
      throw new SettingException(RegistryConfig.URL, config.getList(RegistryConfig.URL), e);
    }
  }
}
