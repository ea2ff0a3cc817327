package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.generation.network.FakeNetwork;
import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.NetworkLoader;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.network.Signature;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Rejection;
import dev.kiln.generation.request.Trouble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EngineTest {

  private static final String DENOISER = "tiny-ddpm/1/denoiser.onnx";

  @TempDir private Path models;
  private final Map<String, FakeNetwork> networks = new ConcurrentHashMap<>();

  @BeforeEach
  void writeGenerators() {
    TestGenerators.write(models);
  }

  @Test
  void generatesAsManySamplesAsAsked() throws Exception {
    try (Engine engine = open((batch, rows) -> {})) {
      Outcome.Generated outcome =
          generated(engine, GenerationSpec.of("tiny-ddpm").withLabel(3).withCount(5).withSeed(9));

      assertThat(outcome.samples()).hasSize(5);
      assertThat(outcome.provenance().sampler()).isEqualTo("ddim");
      assertThat(outcome.provenance().steps()).isEqualTo(10);
      assertThat(outcome.provenance().hash()).hasSize(64);
      assertThat(outcome.timings().networkCalls()).isEqualTo(10);
      assertThat(outcome.samples().get(0).values()).isNotEqualTo(outcome.samples().get(1).values());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny-ddpm", "tiny-gan"})
  void aSampleDoesNotDependOnItsNeighbours(String generator) throws Exception {
    GenerationSpec spec = GenerationSpec.of(generator).withLabel(3).withSeed(42);
    float[] alone;
    try (Engine engine = open((batch, rows) -> {})) {
      alone = generated(engine, spec).samples().get(0).values();
    }
    CountDownLatch gate = new CountDownLatch(1);
    try (Engine engine = open((batch, rows) -> await(gate))) {
      List<Submission> crowd = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        boolean denoises = generator.equals("tiny-ddpm");
        crowd.add(
            engine.submit(
                GenerationSpec.of(generator)
                    .withLabel(i % 10)
                    .withSeed(i)
                    .withCount(1 + i % 3)
                    .withSteps(denoises ? 1 + i : null)
                    .withGuidance(denoises ? 1.0 + i % 4 : null)));
      }
      Submission mine = engine.submit(spec.withCount(2));
      gate.countDown();
      Outcome.Generated outcome = (Outcome.Generated) mine.outcome().get(30, TimeUnit.SECONDS);
      assertThat(outcome.samples().get(0).values()).containsExactly(alone, within(1e-5f));
      for (Submission other : crowd) {
        assertThat(other.outcome().get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Generated.class);
      }
    }
    assertThat(networks.values().stream().flatMap(n -> n.calls().stream()))
        .as("rows of different requests share a call")
        .anyMatch(rows -> rows > 4);
  }

  @Test
  void shortRequestsOvertakeLongOnes() throws Exception {
    try (Engine engine = open((batch, rows) -> {})) {
      Submission slow =
          engine.submit(
              GenerationSpec.of("tiny-ddpm").withLabel(1).withSteps(1000).withCount(1000));
      generated(engine, GenerationSpec.of("tiny-ddpm").withLabel(2).withSteps(2));
      assertThat(slow.outcome()).isNotDone();
      slow.cancel();
      assertThat(slow.outcome().get()).isInstanceOf(Outcome.Cancelled.class);
    }
  }

  @Test
  void refusesWhatCannotBe() throws Exception {
    try (Engine engine = open((batch, rows) -> {})) {
      GenerationSpec fine = GenerationSpec.of("tiny-ddpm").withLabel(3);
      assertRejected(
          engine,
          GenerationSpec.of("nobody"),
          Rejection.UNKNOWN_GENERATOR,
          "generator \"nobody\" is not here, there is tiny-ddpm, tiny-gan");
      assertRejected(
          engine,
          fine.withVersion("7"),
          Rejection.UNKNOWN_GENERATOR,
          "generator \"tiny-ddpm/7\" is not here, there is tiny-ddpm/1, tiny-gan/1");
      assertRejected(
          engine,
          fine.withLabel(10),
          Rejection.BAD_CONDITION,
          "label must be one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 for tiny-ddpm, was \"10\"");
      assertRejected(
          engine,
          GenerationSpec.of("tiny-ddpm"),
          Rejection.BAD_CONDITION,
          "tiny-ddpm needs a label, the request gives none");
      assertRejected(
          engine,
          fine.withCondition("prompt", "a seven"),
          Rejection.BAD_CONDITION,
          "tiny-ddpm takes no condition \"prompt\", it takes [label]");
      assertRejected(
          engine,
          fine.withSteps(0),
          Rejection.BAD_STEPS,
          "steps must be between 1 and 1000 for tiny-ddpm, was 0");
      assertRejected(
          engine,
          fine.withSteps(10_000),
          Rejection.BAD_STEPS,
          "steps must be between 1 and 1000 for tiny-ddpm, was 10000");
      assertRejected(
          engine,
          fine.withCount(1_000_000),
          Rejection.BAD_COUNT,
          "count must be between 1 and 1000 for tiny-ddpm, was 1000000");
      assertRejected(
          engine,
          fine.withGuidance(Double.NaN),
          Rejection.BAD_GUIDANCE,
          "guidance must be between 0 and 20.0 for tiny-ddpm, was NaN");
      assertRejected(
          engine,
          GenerationSpec.of("tiny-gan").withLabel(1).withGuidance(2.0),
          Rejection.BAD_GUIDANCE,
          "guidance must be 1 for tiny-gan, which cannot be guided, was 2.0");
      assertRejected(
          engine,
          GenerationSpec.of("tiny-gan").withLabel(1).withSteps(4),
          Rejection.BAD_STEPS,
          "steps must be 1 for tiny-gan, was 4");
      assertThat(engine.submit(fine.withSampler("magic")).outcome().get())
          .isInstanceOfSatisfying(
              Outcome.Rejected.class,
              rejected -> {
                assertThat(rejected.reason()).isEqualTo(Rejection.BAD_SAMPLER);
                assertThat(rejected.message()).contains("magic");
              });
    }
  }

  @Test
  void onlyTheGuiltyRequestFails() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    FakeNetwork.Before poison =
        (batch, rows) -> {
          await(gate);
          for (int row = 0; row < rows; row++) {
            if (batch.longs("label").get(row) == 6) {
              throw new NetworkException("label 6 is poison");
            }
          }
        };
    try (Engine engine = open(poison)) {
      List<Submission> all = new ArrayList<>();
      for (int label = 0; label < 10; label++) {
        all.add(engine.submit(GenerationSpec.of("tiny-ddpm").withLabel(label).withGuidance(1.0)));
      }
      gate.countDown();
      for (int label = 0; label < 10; label++) {
        Outcome outcome = all.get(label).outcome().get(30, TimeUnit.SECONDS);
        if (label == 6) {
          assertThat(outcome)
              .isEqualTo(
                  new Outcome.Failed(DENOISER + " could not serve the request: label 6 is poison"));
        } else {
          assertThat(outcome).isInstanceOf(Outcome.Generated.class);
        }
      }
    }
  }

  @Test
  void aNetworkThatHasNoRoomForItsBatchesFailsItsRequestsAndNoOthers() throws Exception {
    NetworkLoader real = OnnxNetwork.loader(OnnxOptions.cpu(1));
    NetworkLoader roomless =
        (name, bytes) ->
            name.equals(DENOISER) ? new Roomless(real.load(name, bytes)) : real.load(name, bytes);
    try (Engine engine = Engine.open(models, EngineOptions.defaults().withLoader(roomless))) {
      for (int i = 0; i < 2; i++) {
        assertThat(
                engine
                    .submit(GenerationSpec.of("tiny-ddpm").withLabel(1))
                    .outcome()
                    .get(30, TimeUnit.SECONDS))
            .isEqualTo(
                new Outcome.Failed(DENOISER + " could not serve the request: no room for a batch"));
      }
      generated(engine, GenerationSpec.of("tiny-gan").withLabel(1));
    }
  }

  /** A network that cannot make a batch. */
  private record Roomless(Network real) implements Network {
    @Override
    public Signature signature() {
      return real.signature();
    }

    @Override
    public NetworkBatch newBatch(int capacity) {
      throw new IllegalStateException("no room for a batch");
    }

    @Override
    public void close() {
      real.close();
    }
  }

  @Test
  void samplesThatAreNotNumbersFail() throws Exception {
    FakeNetwork.Before nan = (batch, rows) -> batch.floats("x").put(3, Float.NaN);
    try (Engine engine = open(nan)) {
      Outcome outcome =
          engine
              .submit(GenerationSpec.of("tiny-ddpm").withLabel(1))
              .outcome()
              .get(30, TimeUnit.SECONDS);
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> {
                assertThat(failed.trouble()).isEqualTo(Trouble.NOT_FINITE);
                assertThat(failed.message())
                    .isEqualTo(
                        "tiny-ddpm/1/denoiser.onnx lost sample 0 of the request: in step 1 of 10"
                            + " value 3 of the 16 of output v is NaN");
              });
    }
  }

  @Test
  void expiresAtTheDeadline() throws Exception {
    AtomicLong clock = new AtomicLong();
    EngineOptions options =
        EngineOptions.defaults()
            .withNanoClock(clock::get)
            .withLoader(
                FakeNetwork.wrapping(
                    OnnxNetwork.loader(OnnxOptions.cpu(1)),
                    (batch, rows) -> clock.addAndGet(Duration.ofMillis(10).toNanos()),
                    networks));
    try (Engine engine = Engine.open(models, options)) {
      GenerationSpec spec = GenerationSpec.of("tiny-ddpm").withLabel(1).withSteps(50);
      assertThat(
              engine
                  .submit(spec.withDeadlineNanos(clock.get() + Duration.ofMillis(100).toNanos()))
                  .outcome()
                  .get(30, TimeUnit.SECONDS))
          .isInstanceOf(Outcome.Expired.class);
      assertThat(denoiser().calls()).hasSizeLessThan(50);
    }
  }

  @Test
  void cancelledRequestsLeaveTheBatch() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (Engine engine = open((batch, rows) -> await(gate))) {
      Submission cancelled =
          engine.submit(GenerationSpec.of("tiny-ddpm").withLabel(1).withCount(8).withSteps(500));
      cancelled.cancel();
      gate.countDown();
      generated(engine, GenerationSpec.of("tiny-ddpm").withLabel(2).withSteps(3));
      assertThat(cancelled.outcome().get()).isInstanceOf(Outcome.Cancelled.class);
      assertThat(denoiser().calls()).hasSizeLessThan(10);
    }
  }

  @Test
  void closingCancelsWhatIsUnderWay() throws Exception {
    Submission submission;
    try (Engine engine = open((batch, rows) -> {})) {
      submission =
          engine.submit(
              GenerationSpec.of("tiny-ddpm").withLabel(1).withCount(1000).withSteps(1000));
      Awaitility.await().until(() -> !denoiser().calls().isEmpty());
    }
    assertThat(submission.outcome().get()).isInstanceOf(Outcome.Cancelled.class);
  }

  @Test
  void higherPriorityGoesFirst() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (Engine engine =
        Engine.open(models, options((batch, rows) -> await(gate)).withRows(3, 3))) {
      GenerationSpec spec = GenerationSpec.of("tiny-ddpm").withLabel(1).withGuidance(1.0);
      List<String> order = new CopyOnWriteArrayList<>();
      Submission first = engine.submit(spec.withCount(2));
      CompletableFuture<Void> low =
          engine.submit(spec.withCount(50)).outcome().thenRun(() -> order.add("low"));
      CompletableFuture<Void> high =
          engine
              .submit(spec.withCount(4).withPriority(5))
              .outcome()
              .thenRun(() -> order.add("high"));
      gate.countDown();
      CompletableFuture.allOf(first.outcome(), low, high).get(30, TimeUnit.SECONDS);
      assertThat(order).containsExactly("high", "low");
    }
  }

  private FakeNetwork denoiser() {
    return Objects.requireNonNull(networks.get(DENOISER));
  }

  private Engine open(FakeNetwork.Before before) throws IOException {
    return Engine.open(models, options(before));
  }

  private EngineOptions options(FakeNetwork.Before before) {
    return EngineOptions.defaults()
        .withLoader(FakeNetwork.wrapping(OnnxNetwork.loader(OnnxOptions.cpu(1)), before, networks));
  }

  private static Outcome.Generated generated(Engine engine, GenerationSpec spec) throws Exception {
    Outcome outcome = engine.submit(spec).outcome().get(30, TimeUnit.SECONDS);
    assertThat(outcome).isInstanceOf(Outcome.Generated.class);
    return (Outcome.Generated) outcome;
  }

  private static void assertRejected(
      Engine engine, GenerationSpec spec, Rejection reason, String message) throws Exception {
    assertThat(engine.submit(spec).outcome().get())
        .isEqualTo(new Outcome.Rejected(reason, message));
  }

  private static void await(CountDownLatch gate) throws NetworkException {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new NetworkException("interrupted", e);
    }
  }
}
