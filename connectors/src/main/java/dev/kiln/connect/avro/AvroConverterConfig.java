package dev.kiln.connect.avro;

import dev.kiln.schemas.registry.RegistryConfig;
import dev.kiln.schemas.wire.AvroSerdeConfig;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * The settings of the converter beside those of registry and serde, under Confluent's names.
 *
 * @param enhanced whether enums stay enums, and branches of unions have their full names
 * @param metadata whether Avro schemas carry what only Connect knows
 * @param cacheSize how many schemas are remembered in each direction
 */
public record AvroConverterConfig(boolean enhanced, boolean metadata, int cacheSize) {

  static final String ENHANCED = "enhanced.avro.schema.support";
  static final String METADATA = "connect.meta.data";
  static final String CACHE_SIZE = "schemas.cache.config";

  /** What concerns readers of records into Java classes. */
  private static final Set<String> NOT_HERE = Set.of(AvroSerdeConfig.SPECIFIC_READER);

  /** All settings: the registry's, the serde's and the converter's own. */
  public static final ConfigDef DEFINITION = definition();

  private static ConfigDef definition() {
    var definition = new ConfigDef();
    add(definition, RegistryConfig.DEFINITION, "Schema registry");
    add(definition, AvroSerdeConfig.DEFINITION, "Schemas");
    add(definition, own(), "Conversion");
    return definition;
  }

  private static ConfigDef own() {
    return new ConfigDef()
        .define(
            ENHANCED,
            ConfigDef.Type.BOOLEAN,
            false,
            Importance.MEDIUM,
            "Whether an enum that became a string becomes the same enum again, and the branches of"
                + " a union are named in full.")
        .define(
            METADATA,
            ConfigDef.Type.BOOLEAN,
            true,
            Importance.LOW,
            "Whether Avro schemas carry what only Connect knows, such as a schema's version and"
                + " parameters, as properties that begin with connect.")
        .define(
            CACHE_SIZE,
            ConfigDef.Type.INT,
            1_000,
            ConfigDef.Range.atLeast(1),
            Importance.LOW,
            "How many converted schemas are remembered in each direction.");
  }

  private static void add(ConfigDef into, ConfigDef from, String group) {
    int order = 0;
    for (ConfigKey key : from.configKeys().values()) {
      if (!NOT_HERE.contains(key.name)) {
        into.define(
            key.name,
            key.type,
            key.defaultValue,
            key.validator,
            key.importance,
            key.documentation,
            group,
            ++order,
            Width.MEDIUM,
            key.displayName);
      }
    }
  }

  /** Reads the settings of a converter; other keys are ignored. */
  static AvroConverterConfig from(Map<String, ?> settings) {
    var config = new AbstractConfig(own(), settings, false);
    return new AvroConverterConfig(
        config.getBoolean(ENHANCED), config.getBoolean(METADATA), config.getInt(CACHE_SIZE));
  }
}
