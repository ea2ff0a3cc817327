package dev.kiln.streams.app;

import dev.kiln.schemas.registry.RegistryConfig;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import dev.kiln.schemas.registry.SchemaSource;
import dev.kiln.schemas.request.RequestDecoder;
import dev.kiln.streams.topology.KilnTopology.Contracts;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** How records are read and written, as the configuration has it. */
final class Formats {

  private Formats() {}

  static Contracts of(KilnConfig config) {
    Map<String, Object> settings = config.originals();
    return new Contracts(
        new RequestDecoder(schemas(config)),
        serializer(config, settings),
        serializer(config, settings),
        serializer(config, settings));
  }

  /** The registry that is configured, or none. */
  static SchemaSource schemas(KilnConfig config) {
    Map<String, Object> settings = config.originals();
    return settings.containsKey(RegistryConfig.URL)
        ? new SchemaRegistryClient(RegistryConfig.from(settings))
        : SchemaSource.none();
  }

  /** The serde's own type is only known to who configures it: a wrong one fails as it writes. */
  @SuppressWarnings("unchecked")
  private static <T> Serializer<T> serializer(KilnConfig config, Map<String, Object> settings) {
    Serde<T> serde = config.getConfiguredInstance(KilnConfig.SERDE, Serde.class);
    serde.configure(settings, false);
    return serde.serializer();
  }
}
