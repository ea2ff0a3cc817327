package dev.kiln.streams.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.engine.TestGenerators;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.wire.AvroSerde;
import dev.kiln.streams.topology.Generation;
import dev.kiln.streams.topology.KilnTopology;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application against a real broker, in this process. */
class KilnAppIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
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
  void everyRequestIsAnsweredOnceWithAllItsSamplesInTheOrderOfItsKey(@TempDir Path state)
      throws Exception {
    String name = "many";
    int requests = 300;
    try (var generation = new SlowGeneration(30);
        var app = start(cluster.properties(name, state), generation);
        var serde = AvroSerde.of(GenerationRequest.class, cluster.registry())) {
      for (int i = 0; i < requests; i++) {
        var request =
            GenerationRequest.newBuilder()
                .setGenerator("tiny")
                .setRequestId("r" + i)
                .setCount(1 + i % 3)
                .build();
        byte[] avro = serde.serializer().serialize(name + "-requests", request);
        cluster.send(name, "k" + i % 20, avro);
      }
      cluster.flush();
      int expected = IntStream.range(0, requests).map(i -> 1 + i % 3).sum();
      await().atMost(PATIENCE).until(() -> cluster.committed(name + "-samples").size() >= expected);
      assertThat(app.isRunning()).isTrue();
      assertThat(generation.mostAtOnce()).isGreaterThan(4);
    }

    List<GeneratedSample> samples = cluster.samples(name);
    Map<String, List<GeneratedSample>> byRequest =
        samples.stream().collect(groupingBy(GeneratedSample::getRequestId));
    assertThat(byRequest).hasSize(requests);
    assertThat(byRequest.values())
        .allSatisfy(
            all ->
                assertThat(all.stream().map(GeneratedSample::getIndex))
                    .containsExactlyElementsOf(
                        IntStream.range(0, all.get(0).getCount()).boxed().toList()));
    Collection<List<Integer>> byKey =
        samples.stream()
            .map(sample -> Integer.parseInt(sample.getRequestId().substring(1)))
            .collect(groupingBy(number -> number % 20))
            .values();
    assertThat(byKey).hasSize(20).allSatisfy(line -> assertThat(line).isSorted());
    assertThat(cluster.failures(name)).isEmpty();
  }

  @Test
  void whatIsBrokenIsExplainedAndTheStreamGoesOn(@TempDir Path state) throws Exception {
    String name = "broken";
    try (var generation = new SlowGeneration(10);
        var app = start(cluster.properties(name, state), generation);
        var serde = AvroSerde.of(GenerationRequest.class, cluster.registry())) {
      byte[] avro =
          serde
              .serializer()
              .serialize(
                  name + "-requests",
                  GenerationRequest.newBuilder().setGenerator("tiny").setRequestId("cut").build());
      cluster.send(name, "empty", new byte[0]);
      cluster.send(name, "truncated", Arrays.copyOf(avro, avro.length - 3));
      cluster.send(name, "unknown-schema", new byte[] {0, 0, 15, 66, 64, 1});
      cluster.send(name, "garbage", "\u0007neither Avro nor JSON");
      cluster.send(name, "wrong-type", "{\"generator\":\"tiny\",\"steps\":\"ten\"}");
      cluster.send(name, "no-such", "{\"generator\":\"nobody\"}");
      cluster.send(name, "huge", "{\"generator\":\"" + "x".repeat(1_000_000) + "\"}");
      cluster.send(name, null, "no key, no sense".getBytes(UTF_8));
      cluster.send(name, null, (byte[]) null);
      cluster.send(name, "good", "{\"generator\":\"tiny\",\"requestId\":\"good\"}");
      cluster.send(
          name, null, "{\"generator\":\"tiny\",\"requestId\":\"keyless\"}".getBytes(UTF_8));
      cluster.flush();
      await().atMost(PATIENCE).until(() -> !cluster.committed(name + "-samples").isEmpty());
      await().atMost(PATIENCE).until(() -> cluster.committed(name + "-failures").size() >= 10);
      assertThat(app.isRunning()).isTrue();
    }

    Map<String, Long> codes =
        cluster.failures(name).stream().collect(groupingBy(GenerationFailure::getCode, counting()));
    assertThat(codes)
        .containsOnly(
            Map.entry("EMPTY_VALUE", 2L),
            Map.entry("MISSING_KEY", 1L),
            Map.entry("UNREADABLE", 3L),
            Map.entry("UNKNOWN_SCHEMA", 1L),
            Map.entry("WRONG_TYPE", 1L),
            Map.entry("UNKNOWN_GENERATOR", 1L),
            Map.entry("TOO_LARGE", 1L));
    assertThat(cluster.samples(name))
        .extracting(GeneratedSample::getRequestId)
        .containsExactly("good");
  }

  @Test
  void anInstanceThatLeavesHandsItsRequestsOver(@TempDir Path one, @TempDir Path two)
      throws Exception {
    String name = "handover";
    int requests = 120;
    try (var slow = new SlowGeneration(400);
        var stays = start(cluster.properties(name, one), slow)) {
      try (var also = new SlowGeneration(400);
          var leaves = start(cluster.properties(name, two), also)) {
        await().atMost(PATIENCE).until(() -> stays.isRunning() && leaves.isRunning());
        for (int i = 0; i < requests; i++) {
          cluster.send(name, "k" + i, "{\"generator\":\"tiny\",\"requestId\":\"r" + i + "\"}");
        }
        cluster.flush();
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(20))
            .until(() -> also.mostAtOnce() > 0);
      }
      await().atMost(PATIENCE).until(() -> cluster.committed(name + "-samples").size() >= requests);
    }
    assertThat(cluster.samples(name))
        .extracting(GeneratedSample::getRequestId)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, requests).mapToObj(i -> "r" + i).toList());
    assertThat(cluster.failures(name)).isEmpty();
  }

  @Test
  void aCleanRestartGoesOnSideBySideWithWhatWasInFlight(@TempDir Path state) throws Exception {
    String name = "restart";
    Properties properties = cluster.properties(name, state);
    properties.put("kiln.topics.partitions", "1");
    try (var never = new SlowGeneration(3_600_000);
        var app = start(properties, never)) {
      for (int i = 0; i < 8; i++) {
        cluster.send(name, "k" + i, "{\"generator\":\"tiny\",\"requestId\":\"r" + i + "\"}");
      }
      cluster.flush();
      await().atMost(PATIENCE).until(() -> never.mostAtOnce() == 8);
      assertThat(app.isRunning()).isTrue();
    }
    try (var fast = new SlowGeneration(200);
        var app = start(properties, fast)) {
      await().atMost(PATIENCE).until(() -> cluster.committed(name + "-samples").size() >= 8);
      assertThat(fast.mostAtOnce()).isGreaterThan(1);
      assertThat(app.isRunning()).isTrue();
    }
    assertThat(cluster.samples(name)).hasSize(8);
  }

  @Test
  void aSampleIsTheSameThroughKafkaOrNot(@TempDir Path directory) throws Exception {
    String name = "same";
    Path models = TestGenerators.write(directory.resolve("models"));
    try (var engine = Engine.open(models);
        var app =
            start(
                cluster.properties(name, directory.resolve("state")),
                new EngineGeneration(engine))) {
      cluster.send(
          name,
          "k",
          "{\"generator\":\"tiny-ddpm\",\"label\":3,\"count\":2,\"seed\":42,\"encoding\":\"raw\"}");
      await().atMost(PATIENCE).until(() -> cluster.committed(name + "-samples").size() >= 2);
      assertThat(app.isRunning()).isTrue();

      var spec = GenerationSpec.of("tiny-ddpm").withLabel(3).withCount(2).withSeed(42);
      var alone = (Outcome.Generated) engine.submit(spec).outcome().get();
      List<GeneratedSample> samples = cluster.samples(name);
      for (int i = 0; i < 2; i++) {
        FloatTensor expected = alone.samples().get(i);
        byte[] data = samples.get(i).getData().array();
        assertThat(FloatTensor.fromBytes(expected.shape(), data).values())
            .containsExactly(expected.values(), Offset.offset(1e-5f));
      }
    }
  }

  @Test
  void missingTopicsAreNamed(@TempDir Path state) throws Exception {
    Properties properties = cluster.properties("nowhere", state);
    properties.put("kiln.topics.create", "false");
    try (var generation = new SlowGeneration(1);
        var app = new KilnApp(new KilnConfig(properties), generation)) {
      assertThatThrownBy(app::start)
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("nowhere-requests, nowhere-samples, nowhere-failures")
          .hasMessageContaining("kiln.topics.create=true");
    }
  }

  @Test
  void brokersThatDoNotAnswerAreNamed(@TempDir Path state) throws Exception {
    Properties properties = cluster.properties("nobody", state);
    properties.put("bootstrap.servers", "127.0.0.1:1");
    properties.put("kiln.start.timeout.ms", "1500");
    try (var generation = new SlowGeneration(1);
        var app = new KilnApp(new KilnConfig(properties), generation)) {
      assertThatThrownBy(app::start)
          .isInstanceOf(StartupException.class)
          .hasMessageStartingWith("No broker answers at 127.0.0.1:1 within 2 s");
    }
  }

  @Test
  void anIdleInstanceNotesThatItEndsInOrder(@TempDir Path state) throws Exception {
    String name = "orderly";
    try (var generation = new SlowGeneration(1);
        var app = start(cluster.properties(name, state), generation)) {
      cluster.send(name, "k", "{\"generator\":\"tiny\"}");
      await().atMost(PATIENCE).until(() -> cluster.committed(name + "-samples").size() == 1);
      assertThat(app.isRunning()).isTrue();
    }
    assertThat(cluster.committed(KilnTopology.changelog(name)))
        .filteredOn(record -> Arrays.equals(record.key(), new byte[] {0}))
        .extracting(record -> record.value().length)
        .as("under way, then ended")
        .containsExactly(1, 0);
  }

  @Test
  void afterAnOrderlyEndAllGoesOnSideBySide(@TempDir Path state) throws Exception {
    String name = "goes-on";
    int requests = 12;
    try (var generation = new SlowGeneration(Integer.MAX_VALUE);
        var app = start(cluster.properties(name, state), generation)) {
      for (int i = 0; i < requests; i++) {
        cluster.send(name, "k" + i, "{\"generator\":\"tiny\"}");
      }
      await().atMost(PATIENCE).until(() -> generation.mostAtOnce() == requests);
      assertThat(app.isRunning()).isTrue();
    }
    try (var generation = new SlowGeneration(Integer.MAX_VALUE);
        var app = start(cluster.properties(name, state), generation)) {
      await().atMost(PATIENCE).until(() -> generation.mostAtOnce() == requests);
      assertThat(app.isRunning()).isTrue();
    }
  }

  private static KilnApp start(Properties properties, Generation generation)
      throws StartupException, InterruptedException {
    var app = new KilnApp(new KilnConfig(properties), generation);
    app.start();
    assertThat(app.awaitRunning(PATIENCE)).as("running").isTrue();
    return app;
  }
}
