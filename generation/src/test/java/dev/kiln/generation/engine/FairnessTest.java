package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.network.FakeNetwork;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who shares the next call. Requests are told apart by their labels. */
@Timeout(60)
class FairnessTest {

  private static final int CALL_ROWS = 4;
  private static final int LIVE_ROWS = 16;

  @TempDir private Path models;
  private final CallLog log = new CallLog();

  @BeforeEach
  void writeGenerators() {
    TestGenerators.write(models);
  }

  @Test
  void nobodyStarves() throws Exception {
    int steps = 25;
    try (Engine engine = open(1)) {
      AtomicBoolean over = new AtomicBoolean();
      for (int i = 0; i < LIVE_ROWS - 1; i++) {
        flood(engine, over, i);
      }
      Submission poor = engine.submit(request(9, steps).withPriority(-5));
      log.open();
      assertThat(poor.outcome().get(50, TimeUnit.SECONDS)).isInstanceOf(Outcome.Generated.class);
      over.set(true);
    }
    List<Integer> served = log.with(9);
    int bound = FairPolicy.BOUND * LIVE_ROWS / CALL_ROWS + FairPolicy.BOUND;
    assertThat(served).hasSize(steps);
    for (int i = 1; i < served.size(); i++) {
      assertThat(served.get(i) - served.get(i - 1))
          .as("calls from step %d to the next", i)
          .isLessThanOrEqualTo(bound);
    }
    assertThat(served.get(steps - 1))
        .as("the others did go first")
        .isGreaterThan(steps + steps / 2);
  }

  /** Short requests of high priority, each followed by the next, so that there is always one. */
  private void flood(Engine engine, AtomicBoolean over, int number) {
    if (!over.get()) {
      var unused =
          engine
              .submit(request(1, 2).withPriority(9).withSeed(number))
              .outcome()
              .thenRunAsync(() -> flood(engine, over, number + 1000));
    }
  }

  @Test
  void ageCountsAfterHalfTheBound() throws Exception {
    int half = FairPolicy.BOUND / 2 * LIVE_ROWS / CALL_ROWS;
    try (Engine engine = open(1)) {
      Submission urgent = engine.submit(request(1, 200).withCount(LIVE_ROWS - 1).withPriority(9));
      Submission poor = engine.submit(request(9, 5).withPriority(-5));
      log.open();
      assertThat(poor.outcome().get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Generated.class);
      urgent.cancel();
    }
    List<Integer> served = log.with(9);
    for (int i = 1; i < served.size(); i++) {
      // From then on it gets the first row in eight, which is in the second call.
      assertThat(served.get(i) - served.get(i - 1)).isBetween(half, half + 2);
    }
  }

  @Test
  void aShortRequestGoesThroughLongOnes() throws Exception {
    try (Engine engine = open(1)) {
      Submission slow = engine.submit(request(1, 200).withCount(LIVE_ROWS - 2));
      Submission quick = engine.submit(request(9, 3));
      log.open();
      assertThat(quick.outcome().get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Generated.class);
      slow.cancel();
    }
    // One call may have begun before it came; from then on it is in each.
    assertThat(log.with(9)).hasSize(3);
    assertThat(last(9)).isLessThan(6);
  }

  @Test
  void theEarlierDeadlineGoesFirst() throws Exception {
    long now = System.nanoTime();
    long hour = TimeUnit.HOURS.toNanos(1);
    int steps = 20;
    try (Engine engine = open(1)) {
      List<Submission> all = new ArrayList<>();
      for (int label = 0; label < 5; label++) {
        all.add(engine.submit(request(label, steps)));
      }
      for (int label = 5; label < 10; label++) {
        all.add(engine.submit(request(label, steps).withDeadlineNanos(now + (10 - label) * hour)));
      }
      log.open();
      for (Submission each : all) {
        assertThat(each.outcome().get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Generated.class);
      }
    }
    // The four most urgent are in each call but the first.
    for (int label = 6; label < 10; label++) {
      assertThat(last(label)).as("label %d", label).isLessThan(steps + 3);
    }
    assertThat(last(5)).as("the least urgent").isGreaterThan(steps + 3);
  }

  @Test
  void keysShareAlikeHoweverMuchTheyAskFor() throws Exception {
    int steps = 100;
    try (Engine engine = open(1)) {
      List<Submission> greedy = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        greedy.add(engine.submit(request(1, steps).withKey("greedy").withSeed(i)));
      }
      Submission modest = engine.submit(request(9, steps).withKey("modest"));
      log.open();
      assertThat(modest.outcome().get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Generated.class);
      greedy.forEach(Submission::cancel);
    }
    // Among 13 alike, one gets a place in every third call or so. By keys it is in all of them,
    // once the other has had a quantum more.
    assertThat(last(9)).isLessThan(steps + 60);
  }

  @Test
  void waitingKeysGetPlacesInTurn() throws Exception {
    try (Engine engine = open(1)) {
      List<Submission> greedy = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        greedy.add(engine.submit(request(1, 10).withKey("greedy").withSeed(i)));
      }
      Submission modest = engine.submit(request(9, 10).withKey("modest"));
      log.open();
      assertThat(modest.outcome().get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Generated.class);
      greedy.forEach(Submission::cancel);
    }
    // Those before it would take 250 calls.
    assertThat(last(9)).isLessThan(100);
  }

  @Test
  void guidanceCountsAsARow() throws Exception {
    try (Engine engine = open(1)) {
      List<Submission> all = new ArrayList<>();
      for (int label = 0; label < 9; label++) {
        all.add(engine.submit(request(label, 10).withGuidance(1.0 + label % 2)));
      }
      log.open();
      for (Submission each : all) {
        assertThat(each.outcome().get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Generated.class);
      }
    }
    assertThat(log.calls()).allSatisfy(labels -> assertThat(labels).hasSizeLessThan(5));
    assertThat(log.calls()).anySatisfy(labels -> assertThat(labels).contains(10L).hasSize(4));
  }

  private int last(long label) {
    List<Integer> all = log.with(label);
    return all.get(all.size() - 1);
  }

  private static GenerationSpec request(int label, int steps) {
    return GenerationSpec.of("tiny-ddpm").withLabel(label).withSteps(steps).withGuidance(1.0);
  }

  private Engine open(int callers) throws IOException {
    return Engine.open(
        models,
        EngineOptions.defaults()
            .withRows(CALL_ROWS, LIVE_ROWS)
            .withCallers(callers)
            .withLoader(
                FakeNetwork.wrapping(
                    OnnxNetwork.loader(OnnxOptions.cpu(1)), log, new ConcurrentHashMap<>())));
  }
}
