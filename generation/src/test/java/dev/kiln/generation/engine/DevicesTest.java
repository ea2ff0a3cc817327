package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.kiln.generation.call.NetworkHealth;
import dev.kiln.generation.call.NetworkHealth.State;
import dev.kiln.generation.network.FakeNetwork;
import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.NetworkLoader;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine with two devices; each network is on both. */
@Timeout(60)
class DevicesTest {

  private static final NetworkLoader REAL = OnnxNetwork.loader(OnnxOptions.cpu(1));

  @TempDir private Path models;
  private final AtomicLong clock = new AtomicLong();
  private final Device first = new Device("device A");
  private final Device second = new Device("device B");

  @BeforeEach
  void writeGenerators() {
    TestGenerators.write(models);
  }

  @Test
  void oneRequestIsServedByBothAtATime() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    FakeNetwork.Before meet =
        (batch, rows) -> {
          both.countDown();
          pass(both);
        };
    first.before = meet;
    second.before = meet;
    try (Engine engine = open()) {
      assertThat(values(engine.submit(ddpm(2).withCount(4)))).hasSize(16);
      assertThat(engine.health()).extracting(NetworkHealth::state).containsOnly(State.WELL);
    }
  }

  @Test
  void theStepsOfASampleMayRunOnDifferentDevices() throws Exception {
    CountDownLatch secondIsBusy = new CountDownLatch(1);
    CountDownLatch secondGoesOn = new CountDownLatch(1);
    CountDownLatch urgentCame = new CountDownLatch(1);
    CountDownLatch moved = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    // One device is held in a call of label 1 while the other makes the first step of label 2; then
    // three rows of label 3 fill its call, and what is left is for the device that is let go.
    FakeNetwork.Before script =
        (batch, rows) -> {
          if (carries(batch, rows, 1) && secondIsBusy.getCount() > 0) {
            secondIsBusy.countDown();
            pass(secondGoesOn);
          } else if (carries(batch, rows, 2) && begun.getCount() > 0) {
            begun.countDown();
            pass(urgentCame);
          } else if (carries(batch, rows, 3) && secondGoesOn.getCount() > 0) {
            secondGoesOn.countDown();
            pass(moved);
          } else if (carries(batch, rows, 2) && carries(batch, rows, 1)) {
            moved.countDown();
          }
        };
    first.before = script;
    second.before = script;
    float[] alone;
    try (Engine engine = Engine.open(models)) {
      alone = values(engine.submit(ddpm(2)));
    }
    try (Engine engine = open()) {
      var unused = engine.submit(ddpm(1).withPriority(-5));
      pass(secondIsBusy);
      Submission moving = engine.submit(ddpm(2));
      pass(begun);
      Submission urgent = engine.submit(ddpm(3).withCount(3).withPriority(9));
      urgentCame.countDown();

      assertThat(values(moving)).containsExactly(alone, within(1e-5f));
      assertThat(urgent.outcome().get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Generated.class);
    }
  }

  @Test
  void whereOneCannotBeOpenedTheOtherServesUntilItCan() throws Exception {
    second.missing = true;
    try (Engine engine = open()) {
      assertThat(engine.problems()).isEmpty();
      assertThat(values(engine.submit(ddpm(1).withCount(20)))).hasSize(16);
      assertThat(first.calls.get()).isPositive();
      assertThat(second.calls.get()).isZero();
      assertThat(engine.health())
          .contains(
              new NetworkHealth(
                  "tiny-ddpm/1/denoiser.onnx",
                  State.TROUBLED,
                  "tiny-ddpm/1/denoiser.onnx cannot be called on device B: device B is not there"));

      long tried = second.loads.get();
      assertThat(values(engine.submit(ddpm(1).withCount(20)))).hasSize(16);
      assertThat(second.loads.get()).as("not tried again at once").isEqualTo(tried);

      second.missing = false;
      clock.addAndGet(Placement.RETRY_NANOS);
      await()
          .untilAsserted(
              () ->
                  assertThat(engine.health())
                      .extracting(NetworkHealth::state)
                      .containsOnly(State.WELL));
      CountDownLatch called = new CountDownLatch(1);
      first.before = (batch, rows) -> pass(called);
      second.before = (batch, rows) -> called.countDown();
      assertThat(values(engine.submit(ddpm(1).withCount(20)))).hasSize(16);
    }
  }

  @Test
  void aDeviceThatIsLostLeavesItsWorkToTheOther() throws Exception {
    try (Engine engine = open()) {
      second.before =
          (batch, rows) -> {
            throw new NetworkException("device B fell off the bus");
          };
      // Its calls fail, with some requests, eight in a row at most.
      await()
          .until(
              () -> {
                Outcome unused = outcome(engine.submit(ddpm(1).withCount(20)));
                return engine.health().stream()
                    .anyMatch(health -> health.sentence().contains("B: device B fell off the bus"));
              });
      long calls = second.calls.get();
      for (int i = 0; i < 20; i++) {
        assertThat(values(engine.submit(ddpm(i % 10).withCount(20)))).hasSize(16);
      }
      assertThat(second.calls.get()).isEqualTo(calls);
    }
  }

  @Test
  void whereNoneCanOpenItTheGeneratorCannotServe() throws Exception {
    first.missing = true;
    second.missing = true;
    try (Engine engine = open()) {
      assertThat(engine.generators()).isEmpty();
      assertThat(engine.problems())
          .hasSize(2)
          .allSatisfy(problem -> assertThat(problem).endsWith("device A is not there"));
    }
  }

  private Engine open() throws Exception {
    return Engine.open(
        models,
        EngineOptions.defaults()
            .withDevices(List.of(first, second))
            .withRows(3, 24)
            .withNanoClock(clock::get));
  }

  private static GenerationSpec ddpm(int label) {
    return GenerationSpec.of("tiny-ddpm").withLabel(label).withSteps(6).withGuidance(1.0);
  }

  private static boolean carries(NetworkBatch batch, int rows, long label) {
    for (int row = 0; row < rows; row++) {
      if (batch.longs("label").get(row) == label) {
        return true;
      }
    }
    return false;
  }

  private static void pass(CountDownLatch gate) throws NetworkException {
    try {
      if (!gate.await(20, TimeUnit.SECONDS)) {
        throw new NetworkException("what was to come did not");
      }
    } catch (InterruptedException e) {
      throw new NetworkException("interrupted", e);
    }
  }

  private static Outcome outcome(Submission submission) throws Exception {
    return submission.outcome().get(30, TimeUnit.SECONDS);
  }

  private static float[] values(Submission submission) throws Exception {
    Outcome outcome = outcome(submission);
    assertThat(outcome).isInstanceOf(Outcome.Generated.class);
    return ((Outcome.Generated) outcome).samples().get(0).values();
  }

  /** Counts its calls, may be missing, and does what a test wants before a call. */
  private static final class Device implements NetworkLoader {
    private final String name;
    private final AtomicLong calls = new AtomicLong();
    private volatile FakeNetwork.Before before = (batch, rows) -> {};
    private volatile boolean missing;
    private final AtomicLong loads = new AtomicLong();

    Device(String name) {
      this.name = name;
    }

    @Override
    public Network load(String network, byte[] bytes) throws NetworkException {
      loads.incrementAndGet();
      if (missing) {
        throw new NetworkException(name + " is not there");
      }
      return new FakeNetwork(
          REAL.load(network, bytes),
          (batch, rows) -> {
            calls.incrementAndGet();
            before.call(batch, rows);
          });
    }

    @Override
    public String device() {
      return name;
    }
  }
}
