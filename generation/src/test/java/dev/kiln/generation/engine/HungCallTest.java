package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiln.generation.call.CallLimits;
import dev.kiln.generation.call.NetworkHealth;
import dev.kiln.generation.call.NetworkHealth.State;
import dev.kiln.generation.network.FakeNetwork;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.NetworkLoader;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls that do not end: stopped, or left alone with their thread. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HungCallTest {

  private static final NetworkLoader REAL = OnnxNetwork.loader(OnnxOptions.cpu(1));
  private static final Duration LIMIT = Duration.ofMillis(800);
  private static final Duration GRACE = Duration.ofMillis(200);
  private static final int MAX_STUCK = 2;

  @TempDir private Path models;
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger loads = new AtomicInteger();

  @BeforeEach
  void writeGenerators() {
    TestGenerators.write(models);
  }

  @AfterEach
  void release() {
    gate.countDown();
    released.countDown();
  }

  @Test
  void aCallThatHeedsTheWordIsStoppedAndTheGuiltyRequestNamed() throws Exception {
    try (Engine engine = open(new Hanging(true))) {
      int before = loads.get();
      Crowd crowd = Crowd.submit(engine);
      gate.countDown();

      assertThat(crowd.failed()).containsOnlyKeys(6);
      assertThat(crowd.failure(6))
          .isEqualTo(
              new Outcome.Failed(
                  Trouble.HUNG,
                  "tiny-ddpm/1/denoiser.onnx could not serve the request: a call was stopped after"
                      + " 0.8 s, the limit for this network"));
      crowd.hasSamplesOf(healthy());
      assertThat(loads.get() - before).as("opened again after each of the two hangs").isEqualTo(2);
      assertThat(engine.health()).extracting(NetworkHealth::state).containsOnly(State.WELL);
    }
  }

  @Test
  void aCallThatDoesNotHeedIsLeftAloneAndAnotherThreadGoesOn() throws Exception {
    try (Engine engine = open(new Hanging(false))) {
      Crowd crowd = Crowd.submit(engine);
      gate.countDown();

      assertThat(crowd.failed()).containsOnlyKeys(6);
      assertThat(crowd.failure(6).message())
          .isEqualTo(
              "tiny-ddpm/1/denoiser.onnx could not serve the request: a call did not end, not even"
                  + " when told to");
      crowd.hasSamplesOf(healthy());
      assertThat(state(engine)).isEqualTo(State.TROUBLED);

      released.countDown();
      await().until(() -> state(engine) == State.WELL);
    }
  }

  @Test
  void withTooManyStuckCallsTheNetworkIsLeftAloneUntilTheyComeBack() throws Exception {
    try (Engine engine = open(new Hanging(false))) {
      gate.countDown();
      for (int i = 0; i <= MAX_STUCK; i++) {
        assertThat(outcome(engine, Crowd.request(6)))
            .isInstanceOfSatisfying(
                Outcome.Failed.class,
                failed -> assertThat(failed.trouble()).isEqualTo(Trouble.HUNG));
      }

      assertThat(outcome(engine, Crowd.request(1)))
          .isEqualTo(
              new Outcome.Failed(
                  "tiny-ddpm/1/denoiser.onnx could not serve the request: 3 of its calls do not"
                      + " end, it is not called any more"));
      assertThat(state(engine)).isEqualTo(State.DOWN);
      assertThat(outcome(engine, GenerationSpec.of("tiny-gan").withLabel(1)))
          .as("others serve")
          .isInstanceOf(Outcome.Generated.class);

      released.countDown();
      await().until(() -> outcome(engine, Crowd.request(1)) instanceof Outcome.Generated);
      await().until(() -> state(engine) == State.WELL);
    }
  }

  @Test
  void closingDoesNotWaitForACallThatHangs() throws Exception {
    Submission hanging;
    try (Engine engine = open(new Hanging(false))) {
      hanging = engine.submit(Crowd.request(6));
      gate.countDown();
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(hanging.outcome().get(1, TimeUnit.SECONDS)).isInstanceOf(Outcome.Cancelled.class);
  }

  private Engine open(FakeNetwork.Before before) throws Exception {
    NetworkLoader wrapping = FakeNetwork.wrapping(REAL, before, networks());
    NetworkLoader counting =
        (name, bytes) -> {
          loads.incrementAndGet();
          return wrapping.load(name, bytes);
        };
    return Engine.open(
        models,
        EngineOptions.defaults()
            .withLoader(counting)
            .withCallLimits(new CallLimits(LIMIT, LIMIT, GRACE, MAX_STUCK, Duration.ZERO)));
  }

  private static Map<String, FakeNetwork> networks() {
    return new ConcurrentHashMap<>();
  }

  private Crowd healthy() throws Exception {
    try (Engine engine = Engine.open(models, EngineOptions.defaults().withLoader(REAL))) {
      Crowd crowd = Crowd.submit(engine);
      assertThat(crowd.failed()).isEmpty();
      return crowd;
    }
  }

  private static State state(Engine engine) {
    return engine.health().stream()
        .filter(health -> health.network().equals("tiny-ddpm/1/denoiser.onnx"))
        .findFirst()
        .orElseThrow()
        .state();
  }

  private static Outcome outcome(Engine engine, GenerationSpec spec) throws Exception {
    return engine.submit(spec).outcome().get(30, TimeUnit.SECONDS);
  }

  /** Hangs on label 6 of tiny-ddpm, until it is told to stop or, if it does not heed, released. */
  private final class Hanging implements FakeNetwork.Before {
    private final boolean heeds;
    private volatile CountDownLatch stop = new CountDownLatch(1);

    Hanging(boolean heeds) {
      this.heeds = heeds;
    }

    @Override
    public void call(NetworkBatch batch, int rows) throws NetworkException {
      try {
        gate.await();
        for (int row = 0; row < rows; row++) {
          if (batch.longs("label").get(row) == 6) {
            begun.countDown();
            (heeds ? stop : released).await();
            stop = new CountDownLatch(1);
            throw new NetworkException("told to stop");
          }
        }
      } catch (InterruptedException e) {
        throw new NetworkException("interrupted", e);
      }
    }

    @Override
    public void stopped() {
      stop.countDown();
    }
  }
}
