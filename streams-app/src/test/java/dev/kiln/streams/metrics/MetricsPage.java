package dev.kiln.streams.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes docs/metrics.md from {@link KilnMeter}. */
final class MetricsPage {

  private static final String INTRODUCTION =
      """
      # Metrics, health and logs

      <!-- Generated from KilnMeter. After a change run docs/refresh -->

      `./kiln run` and `./kiln demo` serve them on the port of the page (`kiln.http.port`, 8080), on this machine only unless
      `kiln.http.host` says otherwise:

      | path | what |
      | --- | --- |
      | `/metrics` | Prometheus' text, or OpenMetrics where that is asked for |
      | `/health/live` | 200 while the process can go on; 503 once the application has ended, so that it is started again |
      | `/health/ready` | 200 while it has its partitions and at least one network serves; 503 otherwise |
      | `/health` | the same in JSON, with each network's state and a sentence for whatever is wrong |

      The meters go through Micrometer. Kiln's own are below; `kafka_*` are those of Kafka Streams, its consumers and its producers, and
      `jvm_*`, `process_*` and `system_*` those of the Java process. Kiln's own are MBeans too, of the domain `dev.kiln` (`kiln.metrics.jmx`).
      What a stream thread tells is told inside a transaction: after one that was rolled back, the same answer is counted again.

      ## Kiln's own

      A histogram is three series, `_count`, `_sum` and `_bucket`, and a gauge of the largest value lately, `_max`.

      | Prometheus | kind | labels | meaning |
      | --- | --- | --- | --- |
      """;

  private static final String LOGS =
      """

      ## Logs

      The log goes to stderr, from WARN on; `KILN_LOG_LEVEL=info` or `debug` says more of Kiln itself, and `KILN_LOG_FORMAT=json` makes it one JSON
      object a line: `time`, `level`, `logger`, `thread`, `message`, `exception`, and what belongs to the event as fields of their own. A line that is
      about a request has its `requestId`, in either format; one about a network call that several shared has those of all, with blanks between. With
      `info`, each failure is a line with `requestId`, `origin` (topic, partition and offset of the request), `generator`, `outcome`, `samples` and
      `millis`; with `debug`, each answer is.
      Secrets of the configuration are `[hidden]` in either format.

      ## Traces

      A request's headers go to its answer as they are, so a trace goes through Kiln without its doing. With `kiln.tracing=true` each request is a span of
      its own as well, through OpenTelemetry, and the answer's `traceparent` names that span in place of the sender's, so that whoever reads the answer
      goes on below it:

      ```properties
      kiln.tracing=true
      otel.exporter.otlp.endpoint=http://collector:4318
      ```

      What begins with `otel.` is OpenTelemetry's; its environment variables (`OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_TRACES_SAMPLER` and so on) go over it.
      Spans are sent over OTLP, in HTTP unless `otel.exporter.otlp.protocol` is `grpc`; the service is called like `application.id`. Metrics and logs are
      not sent that way. Without `kiln.tracing` nothing of OpenTelemetry is loaded.

      | of a span | |
      | --- | --- |
      | name, kind | `process` and the topic of the request; consumer |
      | parent | the span in the headers `traceparent` and `tracestate`; without one it begins a trace |
      | begins and ends | with the timestamp of the request's record, and when its answer left, as `kiln_request_duration_seconds` does |
      | status | error for a failure, with its sentence; `error.type` is the failure's code |
      | what was asked and done | `kiln.request.id`, `kiln.generator`, `kiln.generator.version`, `kiln.sampler`, `kiln.steps`, `kiln.samples`, `kiln.network.calls`, `kiln.outcome`, `kiln.attempt` |
      | where the time went | `kiln.wait.us` until the first network call, `kiln.engine.us` in the engine, in microseconds |
      | where it stands | `messaging.destination.name`, `messaging.destination.partition.id`, `messaging.kafka.offset` |

      A span is told when its answer leaves and not before, so a request that is restored after a restart is one span, with the time that it waited for the
      restart. Its id is made of application, topic, partition, offset and timestamp: where a crash or a rolled back transaction makes Kiln answer again, the
      same span is sent again, under the same id. Sending is no part of the transaction: a process that is killed loses the spans of the seconds before
      (`otel.bsp.schedule.delay`), and a collector that is away costs spans, not samples.
      """;

  private MetricsPage() {}

  static String render() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    for (KilnMeter meter : KilnMeter.values()) {
      page.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  name(meter),
                  kind(meter),
                  meter.tags().isEmpty() ? "" : "`" + String.join("`, `", meter.tags()) + "`",
                  meter.meaning()));
    }
    return page.append(LOGS).toString();
  }

  /** As Prometheus has it; of a histogram, the name before _count. */
  static String name(KilnMeter meter) {
    @Nullable String unit = null;
    return new PrometheusNamingConvention().name(meter.key(), meter.type(), unit)
        + (meter.type() == Meter.Type.COUNTER ? "_total" : "");
  }

  private static String kind(KilnMeter meter) {
    return switch (meter.type()) {
      case TIMER, DISTRIBUTION_SUMMARY -> "histogram";
      default -> meter.type().name().toLowerCase(Locale.ROOT);
    };
  }
}
