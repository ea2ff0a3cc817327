package dev.kiln.streams.tracing;

import dev.kiln.streams.topology.RequestTraces;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Logger;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * OpenTelemetry, which sends spans on a thread of its own. Close it once, after the last answer;
 * spans that are not sent yet are sent then. Safe for many threads.
 */
public final class Tracing implements AutoCloseable {

  /** What OpenTelemetry's own properties begin with. */
  public static final String PREFIX = "otel.";

  /** Held, since Java forgets the handlers of loggers that nobody holds. */
  private static final Logger LOG = Logger.getLogger("io.opentelemetry");

  private final OpenTelemetrySdk sdk;
  private final RequestTraces requests;

  private Tracing(OpenTelemetrySdk sdk, RequestIds ids, String application) {
    this.sdk = sdk;
    this.requests =
        new RequestSpans(
            sdk.getPropagators().getTextMapPropagator(),
            sdk.getTracer("dev.kiln"),
            ids,
            application);
  }

  /**
   * Begins to send spans.
   *
   * @param application the application's id; the service's name unless it is set otherwise
   * @param properties those of OpenTelemetry, such as otel.exporter.otlp.endpoint; its environment
   *     variables, such as OTEL_EXPORTER_OTLP_ENDPOINT, go over them
   * @throws IllegalArgumentException in one sentence, if one of them cannot be used
   */
  public static Tracing open(String application, Map<String, String> properties) {
    logLikeEverybody();
    Map<String, String> all = new HashMap<>();
    all.put("otel.service.name", application);
    all.put("otel.exporter.otlp.protocol", "http/protobuf");
    all.put("otel.metrics.exporter", "none");
    all.put("otel.logs.exporter", "none");
    all.putAll(properties);
    RequestIds ids = new RequestIds(application);
    try {
      return new Tracing(
          AutoConfiguredOpenTelemetrySdk.builder()
              .addPropertiesSupplier(() -> all)
              .addTracerProviderCustomizer((provider, config) -> provider.setIdGenerator(ids))
              .disableShutdownHook()
              .build()
              .getOpenTelemetrySdk(),
          ids,
          application);
    } catch (ConfigurationException e) {
      throw new IllegalArgumentException("OpenTelemetry cannot be set up: " + e.getMessage(), e);
    }
  }

  /** What the topology tells of its requests. */
  public RequestTraces requests() {
    return requests;
  }

  @Override
  public void close() {
    sdk.close();
  }

  /** Into the log of the application, where secrets are hidden, not onto the terminal. */
  private static void logLikeEverybody() {
    if (LOG.getHandlers().length == 0) {
      LOG.setUseParentHandlers(false);
      LOG.addHandler(new SLF4JBridgeHandler());
    }
  }
}
