package dev.kiln.streams.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.engine.EngineOptions;
import dev.kiln.generation.engine.TestGenerators;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.schemas.FailureCode;
import dev.kiln.streams.topology.TopologyMetrics;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MetersTest {

  private static final String GENERATED =
      "kiln_engine_requests_seconds_count{generator=\"tiny-ddpm\",outcome=\"generated\"}";
  private static final String NETWORK = "{network=\"tiny-ddpm/1/denoiser.onnx\"}";

  @TempDir private Path models;

  @Test
  void whatTheEngineDoesIsCounted() throws Exception {
    TestGenerators.write(models);
    try (Meters meters = Meters.create();
        Engine engine =
            Engine.open(models, EngineOptions.defaults().withMetrics(meters.engine()))) {
      meters.watch(engine::health);
      Outcome made =
          engine
              .submit(GenerationSpec.of("tiny-ddpm").withLabel(3).withCount(4).withSteps(10))
              .outcome()
              .get();
      assertThat(made).isInstanceOf(Outcome.Generated.class);
      engine.submit(GenerationSpec.of("nobody")).outcome().get();
      // An outcome is there a moment before it is counted.
      PrometheusText text =
          await().until(() -> scraped(meters), now -> now.value(GENERATED) != null);

      assertThat(text.value(GENERATED)).isEqualTo(1);
      assertThat(text.value("kiln_engine_refused_total{reason=\"unknown_generator\"}"))
          .isEqualTo(1);
      assertThat(text.sum("kiln_engine_active")).isZero();
      assertThat(text.sum("kiln_engine_waiting")).isZero();
      assertThat(text.sum("kiln_engine_admission_delay_seconds_count")).isEqualTo(1);
      assertThat(text.value("kiln_network_call_seconds_count" + NETWORK)).isEqualTo(10);
      assertThat(text.value("kiln_stage_duration_seconds_count" + NETWORK))
          .as("samples")
          .isEqualTo(4);
      double rows = text.sum("kiln_network_rows_total");
      assertThat(rows).as("4 samples, 10 steps, guided or not").isBetween(40.0, 80.0);
      assertThat(text.value("kiln_network_occupancy_count" + NETWORK)).isEqualTo(10);
      assertThat(text.sum("kiln_network_occupancy_sum"))
          .as("a part of each call")
          .isPositive()
          .isLessThanOrEqualTo(10);
      assertThat(text.value("kiln_network_health" + NETWORK)).isEqualTo(2);
      assertThat(text.samples.keySet()).noneMatch(series -> series.contains("nobody"));
    }
  }

  @Test
  void aRequestIsActiveUntilItEnds() throws Exception {
    try (Meters meters = Meters.create()) {
      meters.engine().admitted("g");
      meters.engine().admitted("g");
      meters.engine().waited("g", 1_000_000);
      PrometheusText text = scraped(meters);
      assertThat(text.value("kiln_engine_active{generator=\"g\"}")).isEqualTo(2);
      assertThat(text.value("kiln_engine_waiting{generator=\"g\"}")).isEqualTo(1);

      meters.engine().waited("g", 1_000_000);
      meters.engine().ended("g", new Outcome.Expired(), 2_000_000);
      text = scraped(meters);
      assertThat(text.value("kiln_engine_active{generator=\"g\"}")).isEqualTo(1);
      assertThat(text.value("kiln_engine_waiting{generator=\"g\"}")).isZero();
      assertThat(
              text.value("kiln_engine_requests_seconds_count{generator=\"g\",outcome=\"expired\"}"))
          .isEqualTo(1);
    }
  }

  @Test
  void answersAreCountedByOutcome() {
    try (Meters meters = Meters.create()) {
      meters.topology().answered("digits", null, 3, Duration.ofMillis(80));
      meters.topology().answered("digits", FailureCode.EXPIRED, 0, Duration.ofMillis(900));
      meters.topology().answered(null, FailureCode.BAD_JSON, 0, Duration.ofMillis(1));
      meters.topology().restored(7);
      meters.topology().retried();
      PrometheusText text = scraped(meters);

      assertThat(text.value("kiln_requests_total{generator=\"digits\",outcome=\"generated\"}"))
          .isEqualTo(1);
      assertThat(text.value("kiln_requests_total{generator=\"digits\",outcome=\"expired\"}"))
          .isEqualTo(1);
      assertThat(text.value("kiln_requests_total{generator=\"unknown\",outcome=\"bad_json\"}"))
          .isEqualTo(1);
      assertThat(text.value("kiln_samples_total{generator=\"digits\"}")).isEqualTo(3);
      assertThat(text.value("kiln_request_duration_seconds_count{generator=\"digits\"}"))
          .isEqualTo(2);
      assertThat(text.value("kiln_requests_restored_total")).isEqualTo(7);
      assertThat(text.value("kiln_requests_retried_total")).isEqualTo(1);
      assertThat(meters.now().answersPerSecond()).isEqualTo(3);
      assertThat(meters.now().failuresPerSecond()).isEqualTo(2);
      assertThat(meters.now().medianMillis()).isEqualTo(80);
      assertThat(meters.now().slowMillis()).isEqualTo(900);
    }
  }

  @Test
  void aPartitionThatGoesElsewhereTakesItsGaugesAlong() {
    try (Meters meters = Meters.create()) {
      TopologyMetrics.Task zero = meters.topology().task(0);
      TopologyMetrics.Task one = meters.topology().task(1);
      zero.holds(5, 100);
      one.holds(2, 0);
      assertThat(scraped(meters).value("kiln_requests_waiting{partition=\"0\"}")).isEqualTo(100);
      assertThat(meters.now().inFlight()).isEqualTo(7);

      TopologyMetrics.Task again = meters.topology().task(0);
      zero.closed();
      again.holds(1, 0);
      one.closed();

      PrometheusText text = scraped(meters);
      assertThat(text.value("kiln_requests_in_flight{partition=\"0\"}")).isEqualTo(1);
      assertThat(text.value("kiln_requests_in_flight{partition=\"1\"}")).isNull();
    }
  }

  @Test
  void theJvmIsThereTooAndAllOfItIsPrometheusText() {
    try (Meters meters = Meters.create().withJvm()) {
      assertThat(scraped(meters).types)
          .containsEntry("jvm_memory_used_bytes", "gauge")
          .containsKeys("process_cpu_usage", "jvm_gc_memory_allocated_bytes_total");
    }
  }

  @Test
  void kilnsOwnAreMBeans() throws Exception {
    try (Meters meters = Meters.create().withJvm().withJmx()) {
      meters.topology().answered("digits", null, 3, Duration.ofMillis(80));
      var server = ManagementFactory.getPlatformMBeanServer();
      var names = server.queryNames(new ObjectName(Meters.DOMAIN + ":*"), null);

      assertThat(names)
          .extracting(name -> name.getKeyProperty("name"))
          .contains("kilnSamples.generator.digits")
          .noneMatch(name -> name.startsWith("jvm") || name.contains(".le."));
    }
  }

  static PrometheusText scraped(Meters meters) {
    return PrometheusText.parse(meters.scrape("text/plain; version=0.0.4"));
  }
}
