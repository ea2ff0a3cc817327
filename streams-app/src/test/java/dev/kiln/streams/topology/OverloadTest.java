package dev.kiln.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Far more requests than the engine may have, on a store like the application's. */
class OverloadTest {

  private static final int REQUESTS = 50_000;
  private static final int IN_FLIGHT = 64;
  private static final String PADDING = "x".repeat(2_000);

  private @TempDir Path directory;
  private TaskHarness task;

  @BeforeEach
  void open() {
    task = TaskHarness.onDisk(TaskHarness.inFlight(IN_FLIGHT), directory);
  }

  @AfterEach
  void close() {
    task.closeStore();
  }

  @Test
  void whatWaitsTakesNoMemoryAndExpiresInTimeToTheLast() {
    ask(2 * IN_FLIGHT, 60_000);
    long before = usedAfterCollection();
    ask(REQUESTS - 2 * IN_FLIGHT, 60_000);
    long grown = usedAfterCollection() - before;

    assertThat(task.engine().submitted()).hasSize(IN_FLIGHT);
    assertThat(task.stored()).isEqualTo(REQUESTS);
    // 100 MB of requests came.
    assertThat(grown).as("bytes of heap for the requests that wait").isLessThan(4_000_000);

    task.tick(60_000);
    Set<String> expired = new HashSet<>();
    int failures = 0;
    for (int count = drain(expired); count > 0; count = drain(expired)) {
      failures += count;
      task.tick();
    }
    assertThat(failures).isEqualTo(expired.size()).isEqualTo(REQUESTS - IN_FLIGHT);
    assertThat(task.stored()).isEqualTo(IN_FLIGHT);
  }

  @Test
  void oneTombstoneTakesBackAllThatWaitUnderItsKeyInOneGo() {
    int many = 10_000;
    for (int i = 0; i < many; i++) {
      task.process(i % 2 == 0 ? "even" : "odd", "{\"generator\":\"tiny\"}");
    }
    task.ticks(2);
    task.tombstone("even");

    assertThat(task.forwarded("failures")).hasSize(many / 2);
    assertThat(task.stored()).isEqualTo(many / 2);
  }

  private void ask(int count, int deadlineMs) {
    String json =
        "{\"generator\":\"tiny\",\"deadlineMs\":%d,\"prompt\":\"%s\"}"
            .formatted(deadlineMs, PADDING);
    for (int i = 0; i < count; i++) {
      task.process("k" + i % 100, json);
    }
    task.ticks(2);
  }

  private int drain(Set<String> ids) {
    int count = task.failures().size();
    task.failures().forEach(failure -> ids.add(failure.getRequestId()));
    task.context().resetForwards();
    return count;
  }

  private static long usedAfterCollection() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }
}
