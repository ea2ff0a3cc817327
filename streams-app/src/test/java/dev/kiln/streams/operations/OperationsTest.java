package dev.kiln.streams.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.call.NetworkHealth;
import dev.kiln.generation.call.NetworkHealth.State;
import dev.kiln.streams.http.HttpFront;
import dev.kiln.streams.http.HttpSettings;
import dev.kiln.streams.http.Visitor;
import dev.kiln.streams.metrics.Meters;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OperationsTest {

  private static final NetworkHealth WELL = new NetworkHealth("a/1/n", State.WELL, "");
  private static final NetworkHealth DOWN =
      new NetworkHealth("b/1/n", State.DOWN, "b/1/n cannot be called: it is gone");

  private final AtomicBoolean alive = new AtomicBoolean(true);
  private final AtomicBoolean serving = new AtomicBoolean(true);
  private final AtomicReference<List<NetworkHealth>> networks =
      new AtomicReference<>(List.of(WELL, DOWN));
  private final Meters meters = Meters.create();
  private HttpFront front;
  private Visitor visitor;

  @BeforeEach
  void start() throws IOException {
    front =
        HttpFront.start(
            new HttpSettings(InetAddress.getLoopbackAddress(), 0, false, null),
            Operations.routes(meters, alive::get, serving::get, networks::get));
    visitor = new Visitor(front.port());
  }

  @AfterEach
  void stop() {
    front.close();
    meters.close();
  }

  @Test
  void itIsReadyWhileItServesAndOneNetworkDoes() {
    assertThat(visitor.get("/health/ready").status()).isEqualTo(200);

    networks.set(List.of(DOWN));
    assertThat(visitor.get("/health/ready").status()).isEqualTo(503);
    assertThat(visitor.get("/health/live").status()).as("a restart would not help").isEqualTo(200);

    networks.set(List.of(WELL));
    serving.set(false);
    assertThat(visitor.get("/health/ready").status()).isEqualTo(503);
  }

  @Test
  void itLivesUntilTheApplicationHasEnded() {
    assertThat(visitor.get("/health/live").status()).isEqualTo(200);
    alive.set(false);
    assertThat(visitor.get("/health/live").status()).isEqualTo(503);
  }

  @Test
  void whatIsWrongIsSaid() {
    Visitor.Answer health = visitor.get("/health");

    assertThat(health.header("Content-Type")).isEqualTo("application/json");
    assertThat(health.body())
        .contains("\"ready\":true", "\"b/1/n cannot be called: it is gone\"", "\"state\":\"DOWN\"");
  }

  @Test
  void theMetersAreTextForPrometheusOrOpenMetrics() {
    meters.topology().answered("digits", null, 3, Duration.ofMillis(80));

    Visitor.Answer plain = visitor.get("/metrics");
    assertThat(plain.header("Content-Type")).startsWith("text/plain; version=0.0.4");
    assertThat(plain.body()).contains("kiln_samples_total{generator=\"digits\"} 3.0");
    Visitor.Answer open =
        visitor.get("/metrics", "Accept: application/openmetrics-text; version=1.0.0");
    assertThat(open.header("Content-Type")).startsWith("application/openmetrics-text");
    assertThat(open.body()).endsWith("# EOF\n");
  }
}
