package dev.kiln.streams.app;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.sampler.SamplerInfo;
import dev.kiln.generation.sampler.Samplers;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.streams.cli.KilnMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application as people start it, with the generators that Kiln ships: what comes out of Kafka
 * is what the engine makes of the same seed, whatever shares the network calls and whatever dies.
 */
class DigitsIT {

  private static final Path MODELS = Path.of("..", "models");
  private static final String DDPM = "digits-ddpm";

  private static Cluster cluster;
  private static Engine engine;

  @BeforeAll
  static void start() throws IOException {
    cluster = new Cluster();
    engine = Engine.open(MODELS);
  }

  @AfterAll
  static void stop() {
    engine.close();
    cluster.close();
  }

  @Test
  void allSamplersShareATopicAndEachMakesItsOwnSample(@TempDir Path directory) throws Exception {
    Map<String, GenerationSpec> asked = new LinkedHashMap<>();
    int label = 0;
    for (SamplerInfo sampler : Samplers.all()) {
      GenerationSpec spec =
          GenerationSpec.of(DDPM)
              .withLabel(label++ % 10)
              .withSeed(label)
              .withSampler(sampler.name())
              .withSteps(4);
      if (engine.submit(spec).outcome().get(60, TimeUnit.SECONDS) instanceof Outcome.Generated) {
        asked.put(sampler.name(), spec);
      }
    }
    assertThat(asked).hasSizeGreaterThan(15);

    Process app = run(directory, properties("samplers", directory));
    try {
      awaitTopics("samplers");
      asked.forEach((id, spec) -> send("samplers", id, id, spec));
      cluster.flush();
      await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(300))
          .until(() -> cluster.committed("samplers-samples").size() >= asked.size());
    } finally {
      kill(app);
    }

    assertThat(cluster.failures("samplers")).isEmpty();
    List<GeneratedSample> samples = cluster.samples("samplers");
    assertThat(samples).hasSize(asked.size());
    for (GeneratedSample sample : samples) {
      GenerationSpec spec = asked.get(sample.getRequestId());
      assertThat(spec).as(sample.getRequestId()).isNotNull();
      isTheSame(sample, spec);
    }
  }

  @Test
  void killedInMidGenerationItMakesTheSameSamplesOnceEach(@TempDir Path directory)
      throws Exception {
    Map<String, GenerationSpec> asked = new LinkedHashMap<>();
    for (int i = 0; i < 60; i++) {
      asked.put(
          "r" + i,
          GenerationSpec.of(DDPM).withLabel(i % 10).withSeed(1000 + i).withSteps(2 + i % 20));
    }
    Properties properties = properties("digits", directory);
    properties.put("group.instance.id", "digits-1");
    Process first = run(directory, properties);
    try {
      awaitTopics("digits");
      asked.forEach((id, spec) -> send("digits", id, "k" + id.length(), spec));
      cluster.flush();
      await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> !cluster.committed("digits-samples").isEmpty());
    } finally {
      kill(first);
    }
    assertThat(cluster.committed("digits-samples")).as("killed in the middle").hasSizeLessThan(60);

    Process second = run(directory, properties);
    try {
      await()
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> cluster.committed("digits-samples").size() >= asked.size());
    } finally {
      kill(second);
    }

    assertThat(cluster.failures("digits")).isEmpty();
    List<GeneratedSample> samples = cluster.samples("digits");
    assertThat(samples.stream().collect(groupingBy(GeneratedSample::getRequestId, counting())))
        .hasSize(asked.size())
        .allSatisfy((id, count) -> assertThat(count).as(id).isOne());
    for (GeneratedSample sample : samples) {
      GenerationSpec spec = asked.get(sample.getRequestId());
      assertThat(spec).as(sample.getRequestId()).isNotNull();
      isTheSame(sample, spec);
    }
  }

  @Test
  void rowsComeOutInTheirTypesAndKeepWhatWasGiven(@TempDir Path directory) throws Exception {
    List<String> generators = List.of("customers-diffusion", "customers-vae");
    Process app = run(directory, properties("rows", directory));
    try {
      awaitTopics("rows");
      for (String generator : generators) {
        String request =
            "{\"generator\":\"%s\",\"seed\":3,\"requestId\":\"%s\",\"count\":20,\"row\":{\"plan\":\"pro\",\"age\":33,\"income\":null}}";
        cluster.send("rows", generator, request.formatted(generator, generator));
        cluster.send(
            "rows",
            generator,
            "{\"generator\":\"%s\",\"row\":{\"age\":\"old\"}}".formatted(generator));
      }
      cluster.flush();
      await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(300))
          .until(() -> cluster.committed("rows-samples").size() >= 40);
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> cluster.committed("rows-failures").size() >= 2);
    } finally {
      kill(app);
    }

    assertThat(cluster.failures("rows"))
        .extracting(GenerationFailure::getCode)
        .containsExactly("BAD_CONDITION", "BAD_CONDITION");
    List<GeneratedSample> samples = cluster.samples("rows");
    assertThat(samples).hasSize(40);
    for (GeneratedSample sample : samples) {
      assertThat(sample.getEncoding()).isEqualTo("json");
      assertThat(sample.getShape()).containsExactly(9);
      byte[] bytes = new byte[sample.getData().remaining()];
      sample.getData().duplicate().get(bytes);
      JsonNode row = new ObjectMapper().readTree(bytes);
      assertThat(row.size()).isEqualTo(9);
      assertThat(row.get("plan").textValue()).isEqualTo("pro");
      assertThat(row.get("age").isIntegralNumber()).isTrue();
      assertThat(row.get("age").longValue()).isEqualTo(33);
      assertThat(row.get("income").isFloatingPointNumber()).isTrue();
      assertThat(row.get("country").textValue()).isIn("AT", "CH", "DE", "ES", "FR", "IT", "PL");
      assertThat(row.get("newsletter").isBoolean()).isTrue();
      assertThat(row.get("orders").isIntegralNumber()).isTrue();
      assertThat(row.get("satisfaction").isNull() || row.get("satisfaction").isIntegralNumber())
          .isTrue();
    }
    assertThat(samples.stream().map(sample -> sample.getData()).distinct().count())
        .isGreaterThan(35);
  }

  /** Within 1e-5 per value of what the engine makes alone. */
  private static void isTheSame(GeneratedSample sample, GenerationSpec spec) throws Exception {
    Outcome.Generated alone =
        (Outcome.Generated) engine.submit(spec).outcome().get(60, TimeUnit.SECONDS);
    byte[] bytes = new byte[sample.getData().remaining()];
    sample.getData().duplicate().get(bytes);
    FloatTensor through = FloatTensor.fromBytes(new Shape(sample.getShape()), bytes);
    assertThat(sample.getSteps()).isEqualTo(spec.steps());
    float[] expected = alone.samples().get(0).values();
    assertThat(through.values())
        .as("%s by %s", sample.getRequestId(), sample.getSampler())
        .containsExactly(expected, within(1e-5f));
  }

  private static void send(String name, String id, String key, GenerationSpec spec) {
    String sampler = spec.sampler() == null ? "" : ",\"sampler\":\"" + spec.sampler() + "\"";
    cluster.send(
        name,
        key,
        "{\"generator\":\"%s\",\"label\":%s,\"seed\":%d,\"steps\":%d,\"encoding\":\"raw\",\"requestId\":\"%s\"%s}"
            .formatted(
                spec.generator(),
                spec.conditions().get("label"),
                spec.seed(),
                spec.steps(),
                id,
                sampler));
  }

  private static Properties properties(String name, Path directory) {
    Properties properties = cluster.properties(name, directory.resolve("state"));
    properties.put("kiln.models", MODELS.toAbsolutePath().normalize().toString());
    return properties;
  }

  private static void awaitTopics(String name) {
    await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(() -> cluster.committed(name + "-samples").isEmpty());
  }

  private static Process run(Path directory, Properties properties) throws IOException {
    Path file = directory.resolve("app.properties");
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                KilnMain.class.getName(),
                "run",
                "--config",
                file.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("app.log").toFile()));
    return builder.start();
  }

  /** As kill -9 does. */
  private static void kill(Process process) {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
