package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.call.NetworkHealth.State;
import dev.kiln.generation.network.FakeNetwork;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.NetworkException.Kind;
import dev.kiln.generation.network.NetworkLoader;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Trouble;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that fail: who is to blame fails, and nobody else. */
@Timeout(60)
class ContainmentTest {

  private static final NetworkLoader REAL = OnnxNetwork.loader(OnnxOptions.cpu(1));

  @TempDir private Path models;
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final List<Integer> tried = new CopyOnWriteArrayList<>();

  @BeforeEach
  void writeGenerators() {
    TestGenerators.write(models);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 9})
  void onePoisonedRowCostsAFewCallsAndItsOwnRequest(int poisoned) throws Exception {
    try (Engine engine = open((batch, rows) -> failOn(batch, rows, poisoned))) {
      Crowd crowd = crowd(engine);

      assertThat(crowd.failed()).containsOnlyKeys(poisoned);
      assertThat(crowd.failure(poisoned))
          .isEqualTo(
              new Outcome.Failed(
                  "tiny-ddpm/1/denoiser.onnx could not serve the request: poison " + poisoned));
      crowd.hasSamplesOf(healthy());
      assertThat(tried).as("10 steps, and 2 log2(10) calls more").hasSizeLessThanOrEqualTo(10 + 8);
    }
  }

  @Test
  void severalPoisonedRowsFailTheirOwnRequests() throws Exception {
    try (Engine engine = open((batch, rows) -> failOn(batch, rows, 1, 2, 8))) {
      Crowd crowd = crowd(engine);

      assertThat(crowd.failed()).containsOnlyKeys(1, 2, 8);
      crowd.hasSamplesOf(healthy());
    }
  }

  @Test
  void aNetworkThatAlwaysFailsIsCalledABoundedNumberOfTimes() throws Exception {
    try (Engine engine = open((batch, rows) -> failOn(batch, rows, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9))) {
      assertThat(crowd(engine).failed()).hasSize(10);
      assertThat(tried).hasSizeLessThanOrEqualTo(2 * 10 - 1);
      assertThat(tiny(engine)).isInstanceOf(Outcome.Generated.class);
    }
  }

  @Test
  void memoryForFewerRowsIsEnough() throws Exception {
    AtomicLong clock = new AtomicLong();
    AtomicInteger roomFor = new AtomicInteger(4);
    FakeNetwork.Before small =
        (batch, rows) -> {
          if (rows > roomFor.get()) {
            throw new NetworkException(Kind.OUT_OF_MEMORY, "no memory", new Exception());
          }
        };
    EngineOptions options = options(small).withNanoClock(clock::get);
    try (Engine engine = Engine.open(models, options)) {
      Crowd crowd = crowd(engine);

      assertThat(crowd.failed()).isEmpty();
      crowd.hasSamplesOf(healthy());
      assertThat(engine.health())
          .filteredOn(health -> health.state() == State.TROUBLED)
          .singleElement()
          .extracting(health -> health.sentence())
          .isEqualTo(
              "tiny-ddpm/1/denoiser.onnx ran out of memory and carries 2 rows a call for now, of 32");

      roomFor.set(32);
      clock.addAndGet(TimeUnit.MINUTES.toNanos(10));
      assertThat(Crowd.submit(engine).failed()).isEmpty();
      assertThat(engine.health()).allMatch(health -> health.state() == State.WELL);
    }
  }

  @Test
  void aRequestThatFindsNoMemoryAloneFails() throws Exception {
    FakeNetwork.Before greedy =
        (batch, rows) -> {
          if (has(batch, rows, 3)) {
            throw new OutOfMemoryError("Cannot reserve direct buffer memory");
          }
        };
    try (Engine engine = open(greedy)) {
      Crowd crowd = crowd(engine);

      assertThat(crowd.failed()).containsOnlyKeys(3);
      assertThat(crowd.failure(3).trouble()).isEqualTo(Trouble.OUT_OF_MEMORY);
      crowd.hasSamplesOf(healthy());
    }
  }

  @Test
  void aBatchThatDoesNotFitIsMadeSmaller() throws Exception {
    List<Integer> asked = new CopyOnWriteArrayList<>();
    NetworkLoader tight = (name, bytes) -> new Wrapped.Tight(REAL.load(name, bytes), 8, asked);
    try (Engine engine = Engine.open(models, EngineOptions.defaults().withLoader(tight))) {
      Crowd crowd = Crowd.submit(engine);

      assertThat(crowd.failed()).isEmpty();
      assertThat(asked).containsExactly(32, 16, 8);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void valuesThatAreNoNumbersFailTheirOwnRequest(float bad) throws Exception {
    FakeNetwork.Before spoil =
        (batch, rows) -> {
          for (int row = 0; row < rows; row++) {
            if (batch.longs("label").get(row) == 4 && batch.floats("t").get(row) < 500) {
              batch.floats("x").put(16 * row + 15, bad);
            }
          }
        };
    try (Engine engine = open(spoil)) {
      Crowd crowd = crowd(engine);

      assertThat(crowd.failed()).containsOnlyKeys(4);
      assertThat(crowd.failure(4))
          .isEqualTo(
              new Outcome.Failed(
                  Trouble.NOT_FINITE,
                  "tiny-ddpm/1/denoiser.onnx lost sample 0 of the request: in step 6 of 10 value"
                      + " 15 of the 16 of output v is "
                      + bad));
      crowd.hasSamplesOf(healthy());
    }
  }

  @Test
  void anErrorInTheNetworkIsOneRequestsToo() throws Exception {
    FakeNetwork.Before broken =
        (batch, rows) -> {
          if (has(batch, rows, 2)) {
            throw new StackOverflowError();
          }
        };
    try (Engine engine = open(broken)) {
      Crowd crowd = crowd(engine);

      assertThat(crowd.failed()).containsOnlyKeys(2);
      crowd.hasSamplesOf(healthy());
    }
  }

  @Test
  void mistakesOutsideOfACallFailWhatIsInProgressAndNothingElse() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    FakeNetwork.Before first =
        (batch, rows) -> {
          await(gate);
          calls.incrementAndGet();
        };
    // The buffers vanish after the third call: the batcher trips over them as it writes its rows.
    NetworkLoader crumbling =
        (name, bytes) ->
            new Wrapped.Crumbling(
                new FakeNetwork(REAL.load(name, bytes), first), () -> calls.get() == 3);
    try (Engine engine = Engine.open(models, EngineOptions.defaults().withLoader(crumbling))) {
      Crowd crowd = Crowd.submit(engine);
      gate.countDown();
      assertThat(crowd.failed()).hasSize(10);
      calls.set(100);
      assertThat(Crowd.submit(engine).failed()).isEmpty();
    }
  }

  @Test
  void metricsThatThrowHarmNobody() throws Exception {
    EngineMetrics rude =
        new EngineMetrics() {
          @Override
          public void called(String network, int rows, int capacity, long nanos) {
            throw new IllegalStateException("called");
          }

          @Override
          public void ended(String generator, Outcome outcome, long nanos) {
            throw new IllegalStateException("ended");
          }
        };
    try (Engine engine =
        Engine.open(models, EngineOptions.defaults().withLoader(REAL).withMetrics(rude))) {
      Crowd crowd = Crowd.submit(engine);
      assertThat(crowd.failed()).isEmpty();
      assertThat(engine.submit(GenerationSpec.of("nobody")).outcome().get())
          .isInstanceOf(Outcome.Rejected.class);
    }
  }

  private Engine open(FakeNetwork.Before before) throws Exception {
    return Engine.open(models, options(before));
  }

  /** The first call waits at the gate until all of a crowd are there, so that they share theirs. */
  private EngineOptions options(FakeNetwork.Before before) {
    FakeNetwork.Before gated =
        (batch, rows) -> {
          if (gate.getCount() > 0) {
            arrived.countDown();
            await(gate);
          } else {
            tried.add(rows);
            before.call(batch, rows);
          }
        };
    NetworkLoader loader =
        (name, bytes) ->
            name.startsWith("tiny-ddpm/")
                ? new FakeNetwork(REAL.load(name, bytes), gated)
                : REAL.load(name, bytes);
    return EngineOptions.defaults().withLoader(loader);
  }

  private Crowd crowd(Engine engine) throws Exception {
    Submission first = engine.submit(Crowd.request(0).withSteps(1));
    arrived.await();
    Crowd crowd = Crowd.submit(engine);
    gate.countDown();
    assertThat(first.outcome().get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Generated.class);
    return crowd;
  }

  private Crowd healthy() throws Exception {
    try (Engine engine = Engine.open(models, EngineOptions.defaults().withLoader(REAL))) {
      Crowd crowd = Crowd.submit(engine);
      assertThat(crowd.failed()).isEmpty();
      return crowd;
    }
  }

  private static Outcome tiny(Engine engine) throws Exception {
    return engine
        .submit(GenerationSpec.of("tiny-gan").withLabel(1))
        .outcome()
        .get(30, TimeUnit.SECONDS);
  }

  private static void failOn(NetworkBatch batch, int rows, int... labels) throws NetworkException {
    for (int label : labels) {
      if (has(batch, rows, label)) {
        throw new NetworkException("poison " + label);
      }
    }
  }

  private static boolean has(NetworkBatch batch, int rows, int label) {
    for (int row = 0; row < rows; row++) {
      if (batch.longs("label").get(row) == label) {
        return true;
      }
    }
    return false;
  }

  private static void await(CountDownLatch gate) throws NetworkException {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new NetworkException("interrupted", e);
    }
  }
}
