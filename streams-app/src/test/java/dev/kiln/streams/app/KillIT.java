package dev.kiln.streams.app;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome.Generated;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.streams.inflight.Origin;
import dev.kiln.streams.topology.FakeGeneration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application dies as by kill -9, in the middle of its work. */
class KillIT {

  private static final int REQUESTS = 300;
  private static final int SLOW = 100;
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
  void everyRequestIsAnsweredExactlyOnce(@TempDir Path directory) throws Exception {
    Properties properties = cluster.properties("kill", directory.resolve("state"));
    properties.put("group.instance.id", "kiln-1");
    properties.put("kiln.max.in.flight", "8");
    properties.put("kiln.max.attempts", "10");

    int sent = 0;
    for (int death = 0; death < 2; death++) {
      try (var app = AppProcess.start(directory, properties, SLOW)) {
        if (death == 0) {
          awaitTopics();
        }
        int before = sent == 0 ? 0 : answers();
        sent = send(sent, REQUESTS / 2);
        await().atMost(Duration.ofSeconds(60)).until(() -> answers() > before + 20);
        app.kill();
      }
    }
    assertThat(answers()).as("killed in the middle").isLessThan(REQUESTS);
    try (var app = AppProcess.start(directory, properties, SLOW)) {
      await()
          .atMost(Duration.ofSeconds(90))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> answers() >= REQUESTS);
      assertThat(app.isAlive()).isTrue();
    }

    List<GeneratedSample> samples = cluster.samples("kill");
    assertThat(cluster.failures("kill")).isEmpty();
    Map<String, Long> perRequest =
        samples.stream().collect(groupingBy(GeneratedSample::getRequestId, counting()));
    assertThat(perRequest)
        .containsOnlyKeys(IntStream.range(0, REQUESTS).mapToObj(i -> "r" + i).toList())
        .allSatisfy((id, count) -> assertThat(count).isOne());
    assertThat(samples).allSatisfy(KillIT::isWhatItsOriginMakes);
    assertInOrder(samples);
  }

  /** The default seed is a function of the origin, and the sample one of the seed. */
  private static void isWhatItsOriginMakes(GeneratedSample sample) {
    var at = sample.getOrigin();
    long seed = new Origin(at.getTopic(), at.getPartition(), at.getOffset()).seed();
    assertThat(sample.getSeed()).isEqualTo(seed);
    SampleSpec spec = new FakeGeneration().sample("tiny", null).orElseThrow();
    Generated made =
        (Generated) FakeGeneration.generated(GenerationSpec.of("tiny").withSeed(seed), spec);
    FloatTensor tensor = made.samples().get(0);
    assertThat(sample.getData()).isEqualTo(ByteBuffer.wrap(tensor.toBytes()));
  }

  private static void assertInOrder(List<GeneratedSample> samples) {
    Map<String, List<GeneratedSample>> byKey =
        samples.stream().collect(groupingBy(sample -> "k" + number(sample) % 10));
    assertThat(byKey).hasSize(10);
    assertThat(byKey.values())
        .allSatisfy(line -> assertThat(line.stream().map(KillIT::number).toList()).isSorted());
  }

  private static int number(GeneratedSample sample) {
    return Integer.parseInt(sample.getRequestId().substring(1));
  }

  private static int send(int from, int count) {
    for (int i = from; i < from + count; i++) {
      cluster.send(
          "kill",
          "k" + i % 10,
          "{\"generator\":\"tiny\",\"encoding\":\"raw\",\"requestId\":\"r" + i + "\"}");
    }
    cluster.flush();
    return from + count;
  }

  private static int answers() {
    return cluster.committed("kill-samples").size();
  }

  private static void awaitTopics() {
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> cluster.committed("kill-samples").isEmpty());
  }
}
