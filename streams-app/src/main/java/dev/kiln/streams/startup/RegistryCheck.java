package dev.kiln.streams.startup;

import dev.kiln.schemas.registry.RegistryConfig;
import dev.kiln.schemas.registry.RegistryRejectedException;
import dev.kiln.schemas.registry.RegistryUnavailableException;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/**
 * Looks whether the schema registry answers. One that does not is no reason not to start: requests
 * and answers wait for it in the store.
 */
public final class RegistryCheck {

  private RegistryCheck() {}

  /**
   * What is wrong with it.
   *
   * @param settings the application's configuration, the registry's options among it
   */
  public static Findings look(Map<String, Object> settings) {
    if (!settings.containsKey(RegistryConfig.URL)) {
      return Findings.NONE;
    }
    var once = new HashMap<>(settings);
    once.put(RegistryConfig.RETRIES, 0);
    try {
      var unused = new SchemaRegistryClient(RegistryConfig.from(once)).subjects();
      return Findings.NONE;
    } catch (RegistryUnavailableException e) {
      return Findings.warning(
          "Requests and answers will wait in the store: %s.".formatted(e.getMessage()));
    } catch (RegistryRejectedException e) {
      return Findings.warning(
          "The schema registry answers, but does not list its subjects: %s."
              .formatted(e.getMessage()));
    } catch (ConfigException e) {
      return Findings.problem("The configuration cannot work: %s.".formatted(e.getMessage()));
    }
  }
}
