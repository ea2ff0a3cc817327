package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.network.FakeNetwork;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.NetworkLoader;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two generators on one device with one place, by a clock that their calls move. */
@Timeout(60)
class GeneratorsShareTest {

  private static final NetworkLoader REAL = OnnxNetwork.loader(OnnxOptions.cpu(1));
  private static final long LONG_CALL = 10_000_000;
  private static final long SHORT_CALL = 1_000_000;

  @TempDir private Path models;
  private final AtomicLong clock = new AtomicLong();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);

  /** Whether a call goes on until the other network's caller waits for its turn, or has ended. */
  private volatile boolean backlogged;

  /** The network of each call, in their order. */
  private final List<String> calls = new CopyOnWriteArrayList<>();

  @BeforeEach
  void writeGenerators() {
    TestGenerators.write(models);
    TestGenerators.writeRows(models);
  }

  @Test
  void longAndShortCallsGetTheSameDeviceTime() throws Exception {
    try (Engine engine = open()) {
      List<Submission> all = new ArrayList<>();
      backlogged = true;
      all.add(engine.submit(ddpm(100)));
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      all.add(engine.submit(GenerationSpec.of("tiny-rows").withSteps(1000)));
      awaitTurn("tiny-rows/");
      gate.countDown();
      for (Submission each : all) {
        assertThat(each.outcome().get(50, TimeUnit.SECONDS)).isInstanceOf(Outcome.Generated.class);
      }
    }
    // As long as both have work, a hundred long calls go with a thousand short ones.
    long ahead = 0;
    for (int i = 0; i < Math.min(calls.lastIndexOf("ddpm"), calls.lastIndexOf("rows")); i++) {
      ahead += calls.get(i).equals("ddpm") ? LONG_CALL : -SHORT_CALL;
      assertThat(Math.abs(ahead)).as("at call %d", i).isLessThanOrEqualTo(3 * LONG_CALL);
    }
    assertThat(calls).hasSize(1100);
  }

  @Test
  void aFloodOfOneDoesNotHoldUpTheOther() throws Exception {
    try (Engine engine = open()) {
      List<Submission> flood = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        flood.add(engine.submit(ddpm(50)));
      }
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      Submission modest = engine.submit(GenerationSpec.of("tiny-gan").withLabel(1));
      awaitTurn("tiny-gan/");
      gate.countDown();
      assertThat(modest.outcome().get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Generated.class);
      flood.forEach(Submission::cancel);
    }
    // The first call had begun before it came.
    assertThat(calls.indexOf("gan")).isBetween(1, 2);
  }

  @Test
  void theHigherPriorityGoesFirst() throws Exception {
    try (Engine engine = open()) {
      backlogged = true;
      Submission usual = engine.submit(ddpm(100));
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      Submission urgent =
          engine.submit(GenerationSpec.of("tiny-rows").withSteps(1000).withPriority(1));
      awaitTurn("tiny-rows/");
      gate.countDown();
      assertThat(urgent.outcome().get(50, TimeUnit.SECONDS)).isInstanceOf(Outcome.Generated.class);
      assertThat(usual.outcome().get(50, TimeUnit.SECONDS)).isInstanceOf(Outcome.Generated.class);
    }
    // A thousand short calls have three quarters of the time, 33 long ones the other.
    assertThat(calls.subList(0, calls.lastIndexOf("rows")).stream().filter("ddpm"::equals).count())
        .isBetween(28L, 38L);
  }

  @Test
  void aCallThatFailsGivesItsPlaceBack() throws Exception {
    try (Engine engine = open()) {
      gate.countDown();
      for (int i = 0; i < 20; i++) {
        assertThat(
                engine
                    .submit(GenerationSpec.of("tiny-ddpm").withLabel(6).withSeed(i))
                    .outcome()
                    .get(30, TimeUnit.SECONDS))
            .isInstanceOf(Outcome.Failed.class);
        assertThat(
                engine
                    .submit(GenerationSpec.of("tiny-gan").withLabel(1))
                    .outcome()
                    .get(30, TimeUnit.SECONDS))
            .isInstanceOf(Outcome.Generated.class);
      }
    }
  }

  @Test
  void aCallThatHangsDoesNotHoldUpTheOther() throws Exception {
    try (Engine engine = open()) {
      Submission hanging = engine.submit(ddpm(2));
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      Submission other = engine.submit(GenerationSpec.of("tiny-gan").withLabel(1));
      // With a limit of a minute for calls.
      assertThat(other.outcome().get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Generated.class);
      assertThat(hanging.outcome()).isNotDone();
      gate.countDown();
      assertThat(hanging.outcome().get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Generated.class);
    }
  }

  @Test
  void closingDoesNotWaitForATurn() throws Exception {
    Submission waiting;
    Submission calling;
    try (Engine engine = open()) {
      calling = engine.submit(ddpm(2));
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      waiting = engine.submit(GenerationSpec.of("tiny-gan").withLabel(1));
      awaitTurn("tiny-gan/");
      gate.countDown();
    }
    assertThat(calling.outcome()).isDone();
    assertThat(waiting.outcome()).isDone();
  }

  private static GenerationSpec ddpm(int steps) {
    return GenerationSpec.of("tiny-ddpm").withLabel(1).withSteps(steps).withGuidance(1.0);
  }

  private Engine open() throws Exception {
    NetworkLoader loader =
        (name, bytes) -> {
          String what = name.contains("ddpm") ? "ddpm" : name.contains("rows") ? "rows" : "gan";
          return new FakeNetwork(REAL.load(name, bytes), (batch, rows) -> call(what, batch));
        };
    return Engine.open(
        models,
        EngineOptions.defaults().withLoader(loader).withRows(8, 64).withNanoClock(clock::get));
  }

  private void call(String network, NetworkBatch batch) throws NetworkException {
    try {
      if (network.equals("ddpm")) {
        begun.countDown();
        gate.await();
      }
      if (backlogged) {
        awaitParked(network.equals("ddpm") ? "tiny-rows/" : "tiny-ddpm/");
      }
      calls.add(network);
      clock.addAndGet(network.equals("ddpm") ? LONG_CALL : SHORT_CALL);
      if (network.equals("ddpm") && batch.longs("label").get(0) == 6) {
        throw new NetworkException("label 6 is poison");
      }
    } catch (InterruptedException e) {
      throw new NetworkException("interrupted", e);
    }
  }

  /** Until a network's caller waits for its turn. */
  private static void awaitTurn(String network) {
    Thread caller = caller(network);
    while (!(LockSupport.getBlocker(caller) instanceof Turns)) {
      Thread.onSpinWait();
    }
  }

  /** Until a network's caller, which has begun, waits for its turn or has nothing to do. */
  private static void awaitParked(String network) {
    Thread caller = caller(network);
    while (caller.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  private static Thread caller(String network) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("kiln-batcher-" + network))
        .findFirst()
        .orElseThrow();
  }
}
