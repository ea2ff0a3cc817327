package dev.kiln.schemas.registry;

import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS to the registry, by the names that Confluent's clients have for it: Kafka's own, after {@link
 * RegistryConfig#TLS_PREFIX}. Stores may be JKS, PKCS12 or PEM, as with a broker. The host's name
 * is always checked.
 */
final class RegistryTls {

  private static final String SSL = RegistryConfig.TLS_PREFIX + "ssl.";
  private static final ConfigDef NAMES = new ConfigDef().withClientSslSupport();

  private RegistryTls() {}

  /**
   * What the settings come to; null where none of them is about TLS.
   *
   * @throws ConfigException in one sentence, if a store cannot be read
   */
  static @Nullable SSLContext context(Map<String, ?> settings) {
    Map<String, Object> own = new HashMap<>();
    settings.forEach(
        (name, value) -> {
          if (name.startsWith(SSL)) {
            own.put(name.substring(RegistryConfig.TLS_PREFIX.length()), value);
          }
        });
    if (own.isEmpty()) {
      return null;
    }
    try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
      factory.configure(new AbstractConfig(NAMES, own, false).values());
      return factory.sslContext();
    } catch (KafkaException e) {
      Throwable deepest = e;
      while (deepest.getCause() != null) {
        deepest = deepest.getCause();
      }
      throw new ConfigException(
          "The settings " + SSL + "* cannot be used: " + deepest.getMessage());
    }
  }
}
