package dev.kiln.streams.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kiln.streams.app.OtlpReceiver.Received;
import dev.kiln.streams.topology.Generation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces through a real broker, to a receiver that speaks OTLP over HTTP. */
class TracingIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";
  private static Cluster cluster;

  @BeforeAll
  static void startCluster() throws IOException {
    cluster = new Cluster();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Test
  void eachRequestIsOneSpanInItsTraceAndItsAnswerGoesOnBelowIt(@TempDir Path state)
      throws Exception {
    String name = "traced";
    try (var collector = OtlpReceiver.start()) {
      try (var generation = new SlowGeneration(10);
          var app = start(properties(name, state, collector), generation)) {
        send(name, "good", "{\"generator\":\"tiny\",\"requestId\":\"good\",\"count\":2}");
        send(name, "bad", "{\"generator\":\"tiny\",\"requestId\":\"bad\",\"encoding\":\"gif\"}");
        await().atMost(PATIENCE).until(() -> cluster.committed(name + "-samples").size() == 2);
        await().atMost(PATIENCE).until(() -> cluster.committed(name + "-failures").size() == 1);
        assertThat(app.isRunning()).isTrue();
      }

      assertThat(collector.spans())
          .hasSize(2)
          .allSatisfy(
              span -> {
                assertThat(span.service()).isEqualTo(name);
                assertThat(span.trace()).isEqualTo(TRACE);
                assertThat(span.parent()).isEqualTo(PARENT);
                assertThat(span.name()).isEqualTo("process traced-requests");
              });
      Received good = of("good", collector);
      assertThat(good.status()).as("unset").isZero();
      assertThat(cluster.committed(name + "-samples"))
          .extracting(TracingIT::traceparent)
          .containsOnly("00-" + TRACE + "-" + good.span() + "-01");
      Received bad = of("bad", collector);
      assertThat(bad.status()).as("error").isEqualTo(2);
      assertThat(bad.statusText()).startsWith("encoding must be raw, png or json");
      assertThat(bad.attributes()).containsEntry("error.type", "BAD_ENCODING");
      assertThat(cluster.committed(name + "-failures"))
          .extracting(TracingIT::traceparent)
          .containsOnly("00-" + TRACE + "-" + bad.span() + "-01");
    }
  }

  @Test
  void aRequestOverARestartIsStillOneSpan(@TempDir Path state) throws Exception {
    String name = "restarted";
    try (var collector = OtlpReceiver.start()) {
      Properties properties = properties(name, state, collector);
      try (var never = new SlowGeneration(3_600_000);
          var app = start(properties, never)) {
        send(name, "k", "{\"generator\":\"tiny\",\"requestId\":\"r\"}");
        await().atMost(PATIENCE).until(() -> never.mostAtOnce() == 1);
        assertThat(app.isRunning()).isTrue();
      }
      assertThat(collector.spans()).as("before its answer").isEmpty();
      try (var fast = new SlowGeneration(10);
          var app = start(properties, fast)) {
        await().atMost(PATIENCE).until(() -> cluster.committed(name + "-samples").size() == 1);
        assertThat(app.isRunning()).isTrue();
      }
      assertThat(collector.spans())
          .singleElement()
          .satisfies(
              span -> {
                assertThat(span.trace()).isEqualTo(TRACE);
                assertThat(cluster.committed(name + "-samples"))
                    .extracting(TracingIT::traceparent)
                    .containsExactly("00-" + TRACE + "-" + span.span() + "-01");
              });
    }
  }

  @Test
  void withoutTracingATraceGoesThroughAsItIs(@TempDir Path state) throws Exception {
    String name = "untraced";
    try (var collector = OtlpReceiver.start()) {
      Properties properties = properties(name, state, collector);
      properties.remove("kiln.tracing");
      try (var generation = new SlowGeneration(10);
          var app = start(properties, generation)) {
        send(name, "k", "{\"generator\":\"tiny\"}");
        await().atMost(PATIENCE).until(() -> cluster.committed(name + "-samples").size() == 1);
        assertThat(app.isRunning()).isTrue();
      }
      assertThat(collector.spans()).isEmpty();
      assertThat(cluster.committed(name + "-samples"))
          .extracting(TracingIT::traceparent)
          .containsExactly("00-" + TRACE + "-" + PARENT + "-01");
    }
  }

  @Test
  void aPropertyThatOpenTelemetryDoesNotTakeIsNamed(@TempDir Path state) {
    Properties properties = cluster.properties("misspelt", state);
    properties.put("kiln.tracing", "true");
    properties.put("otel.traces.exporter", "pigeon");

    assertThatThrownBy(() -> start(properties, new SlowGeneration(1)))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("OpenTelemetry")
        .hasMessageContaining("pigeon");
  }

  private static Properties properties(String name, Path state, OtlpReceiver collector) {
    Properties properties = cluster.properties(name, state);
    properties.put("kiln.tracing", "true");
    properties.put("otel.exporter.otlp.endpoint", collector.endpoint());
    return properties;
  }

  private static void send(String name, String key, String json) {
    cluster.send(
        name, key, json.getBytes(UTF_8), "traceparent", "00-" + TRACE + "-" + PARENT + "-01");
    cluster.flush();
  }

  private static String traceparent(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.headers().lastHeader("traceparent").value(), UTF_8);
  }

  private static Received of(String requestId, OtlpReceiver collector) {
    List<Received> spans =
        collector.spans().stream()
            .filter(span -> requestId.equals(span.attributes().get("kiln.request.id")))
            .toList();
    assertThat(spans).as("spans of %s", requestId).hasSize(1);
    return spans.get(0);
  }

  private static KilnApp start(Properties properties, Generation generation)
      throws StartupException, InterruptedException {
    var app = new KilnApp(new KilnConfig(properties), generation);
    app.start();
    assertThat(app.awaitRunning(PATIENCE)).as("running").isTrue();
    return app;
  }
}
