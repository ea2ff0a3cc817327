package dev.kiln.streams.app;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiln.schemas.avro.GeneratedSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes, each with a copy of the other's stores; one of them dies. */
class StandbyIT {

  private static final int REQUESTS = 200;
  private static final int SLOW = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Test
  void theOtherProcessGoesOnFromItsCopy(@TempDir Path directory) throws Exception {
    try (var cluster = new Cluster()) {
      Path first = Files.createDirectories(directory.resolve("first"));
      Path second = Files.createDirectories(directory.resolve("second"));
      try (var survivor = AppProcess.start(first, properties(cluster, first), SLOW);
          var victim = AppProcess.start(second, properties(cluster, second), SLOW)) {
        await()
            .atMost(PATIENCE)
            .ignoreExceptions()
            .until(() -> stores(first) + stores(second) == 8);
        send(cluster);
        await().atMost(PATIENCE).until(() -> answers(cluster) > 10);
        victim.kill();
        assertThat(answers(cluster)).as("killed in the middle").isLessThan(REQUESTS);
        await().atMost(PATIENCE).until(() -> answers(cluster) >= REQUESTS);
        assertThat(survivor.isAlive()).isTrue();
      }

      assertThat(cluster.failures("standby")).isEmpty();
      Map<String, Long> perRequest =
          cluster.samples("standby").stream()
              .collect(groupingBy(GeneratedSample::getRequestId, counting()));
      assertThat(perRequest)
          .containsOnlyKeys(IntStream.range(0, REQUESTS).mapToObj(i -> "r" + i).toList())
          .allSatisfy((id, count) -> assertThat(count).isOne());
    }
  }

  private static Properties properties(Cluster cluster, Path directory) {
    Properties properties = cluster.properties("standby", directory.resolve("state"));
    properties.put("num.standby.replicas", "1");
    properties.put("kiln.max.in.flight", "8");
    properties.put("kiln.max.attempts", "10");
    return properties;
  }

  private static void send(Cluster cluster) {
    for (int i = 0; i < REQUESTS; i++) {
      cluster.send(
          "standby", "k" + i % 10, "{\"generator\":\"tiny\",\"requestId\":\"r" + i + "\"}");
    }
    cluster.flush();
  }

  private static int answers(Cluster cluster) {
    return cluster.committed("standby-samples").size();
  }

  /** The four partitions' stores are in both processes: as the working one, and as its copy. */
  private static long stores(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
      return files.filter(file -> file.endsWith(Path.of("rocksdb", "in-flight"))).count();
    }
  }
}
