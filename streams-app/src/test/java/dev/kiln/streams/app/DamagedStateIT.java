package dev.kiln.streams.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiln.schemas.avro.GeneratedSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application whose state on disk was damaged while it was away. */
class DamagedStateIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int NEVER = Integer.MAX_VALUE;
  private static final int REQUESTS = 12;
  private static Cluster cluster;

  @BeforeAll
  static void startCluster() throws IOException {
    cluster = new Cluster();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sst", "MANIFEST"})
  void aStoreThatMissesFilesComesBackFromItsChangelog(String files, @TempDir Path state)
      throws Exception {
    String name = "without-" + files;
    try (var generation = new SlowGeneration(NEVER);
        var app = start(name, state, generation)) {
      for (int i = 0; i < REQUESTS; i++) {
        cluster.send(name, "k" + i, "{\"generator\":\"tiny\",\"requestId\":\"r%d\"}".formatted(i));
      }
      cluster.flush();
      await().atMost(PATIENCE).until(() -> generation.mostAtOnce() == REQUESTS);
      assertThat(app.isRunning()).isTrue();
    }
    assertThat(delete(state, files)).as("files that are gone").isPositive();

    try (var generation = new SlowGeneration(1);
        var app = start(name, state, generation)) {
      await().atMost(PATIENCE).until(() -> cluster.committed(name + "-samples").size() >= REQUESTS);
      assertThat(app.isRunning()).isTrue();
    }
    assertThat(cluster.samples(name))
        .extracting(GeneratedSample::getRequestId)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, REQUESTS).mapToObj(i -> "r" + i).toList());
  }

  private static KilnApp start(String name, Path state, SlowGeneration generation)
      throws Exception {
    var app = new KilnApp(new KilnConfig(cluster.properties(name, state)), generation);
    app.start();
    assertThat(app.awaitRunning(PATIENCE)).as("running").isTrue();
    return app;
  }

  /** Deletes those of all stores whose names contain that; returns how many they were. */
  private static int delete(Path state, String files) throws IOException {
    List<Path> found;
    try (var all = Files.walk(state)) {
      found =
          all.filter(path -> path.toString().contains("rocksdb"))
              .filter(path -> String.valueOf(path.getFileName()).contains(files))
              .toList();
    }
    for (Path path : found) {
      Files.delete(path);
    }
    return found.size();
  }
}
