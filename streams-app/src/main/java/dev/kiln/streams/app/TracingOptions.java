package dev.kiln.streams.app;

import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import dev.kiln.streams.tracing.Tracing;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/** The part of the configuration that is about traces. */
final class TracingOptions {

  static final String TRACING = "kiln.tracing";

  private TracingOptions() {}

  /** Adds these options. */
  static ConfigDef define(ConfigDef definition) {
    return definition.define(
        TRACING,
        ConfigDef.Type.BOOLEAN,
        false,
        MEDIUM,
        "Whether OpenTelemetry is told a span for each request, in the trace that the request's"
            + " headers name. Properties that begin with otel., such as"
            + " otel.exporter.otlp.endpoint, say where spans go; OpenTelemetry's environment"
            + " variables go over them.");
  }

  /**
   * What follows requests beyond this process, to be closed; null where nothing does.
   *
   * @throws IllegalArgumentException in one sentence, if OpenTelemetry's properties are wrong
   */
  static @Nullable Tracing open(KilnConfig config) {
    if (!config.getBoolean(TRACING)) {
      return null;
    }
    Map<String, String> properties = new HashMap<>();
    config
        .originalsWithPrefix(Tracing.PREFIX, false)
        .forEach((name, value) -> properties.put(name, String.valueOf(value)));
    return Tracing.open(
        config.streams().getProperty(StreamsConfig.APPLICATION_ID_CONFIG), properties);
  }
}
