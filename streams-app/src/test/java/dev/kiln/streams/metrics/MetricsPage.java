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
      object a line: `time`, `level`, `logger`, `thread`, `message`, `exception`, and what belongs to the event as fields of their own. With `debug`,
      each answer is a line with `requestId`, `origin` (topic, partition and offset of the request), `generator`, `outcome`, `samples` and `millis`.
      Secrets of the configuration are `[hidden]` in either format.
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
