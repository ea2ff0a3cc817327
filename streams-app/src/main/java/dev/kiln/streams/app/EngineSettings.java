package dev.kiln.streams.app;

import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import dev.kiln.generation.call.CallLimits;
import dev.kiln.generation.engine.EngineOptions;
import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The part of the configuration that the engine gets. */
final class EngineSettings {

  static final String CALL_LIMIT = "kiln.call.limit.ms";

  private EngineSettings() {}

  /** Adds the engine's options. */
  static ConfigDef define(ConfigDef definition) {
    return definition.define(
        CALL_LIMIT,
        ConfigDef.Type.LONG,
        CallLimits.defaults().longest().toMillis(),
        between(1, 86_400_000),
        MEDIUM,
        "How long one call of a network may take, in milliseconds, before it is stopped; less for a"
            + " network whose calls are known to be short.");
  }

  /** How the engine is to run. */
  static EngineOptions options(AbstractConfig config) {
    return EngineOptions.defaults()
        .withCallLimits(CallLimits.of(Duration.ofMillis(config.getLong(CALL_LIMIT))));
  }
}
