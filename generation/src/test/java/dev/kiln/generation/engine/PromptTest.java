package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.generation.network.FakeNetwork;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.GuidanceOptions;
import dev.kiln.generation.request.Interpolation;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Rejection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Prompts: encoded once for a request, and an input of the denoiser from then on. */
@Timeout(60)
class PromptTest {
  private static final long RED = 5;
  private static final List<String> WORDS = List.of("big", "small", "red", "blue");

  @TempDir private Path models;
  private final Map<String, FakeNetwork> networks = new ConcurrentHashMap<>();

  @BeforeEach
  void writeGenerator() {
    TestGenerators.writePrompted(models);
  }

  @Test
  void thePromptDecidesTheSample() throws Exception {
    try (Engine engine = open((batch, rows) -> {})) {
      float[] red = first(engine, prompt("big red"));

      assertThat(first(engine, prompt("big red"))).containsExactly(red);
      assertThat(first(engine, prompt("Big, RED!"))).containsExactly(red);
      assertThat(first(engine, prompt("big blue"))).isNotEqualTo(red);
      assertThat(first(engine, prompt("red big"))).isNotEqualTo(red);
    }
  }

  @Test
  void aTextIsEncodedOnceForARequest() throws Exception {
    try (Engine engine = open((batch, rows) -> {})) {
      Outcome.Generated guided = generated(engine, prompt("big red").withCount(6));
      assertThat(network("encoder").calls()).as("the prompt and none").containsExactly(2);
      assertThat(guided.timings().networkCalls()).isEqualTo(11);

      generated(engine, prompt("big red").withCount(6).withGuidance(1.0));
      assertThat(network("encoder").calls()).as("the prompt alone").containsExactly(2, 1);
    }
  }

  @Test
  void aSampleDoesNotDependOnItsNeighbours() throws Exception {
    GenerationSpec mine = prompt("small blue").withSeed(42);
    float[] alone;
    try (Engine engine = open((batch, rows) -> {})) {
      alone = first(engine, mine);
    }
    CountDownLatch gate = new CountDownLatch(1);
    try (Engine engine = open((batch, rows) -> await(gate))) {
      List<Submission> crowd = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String words = WORDS.get(i % 4) + " " + WORDS.get(i / 4 % 4);
        crowd.add(engine.submit(prompt(words).withSeed(i).withCount(1 + i % 3).withSteps(1 + i)));
      }
      Submission submitted = engine.submit(mine.withCount(2));
      gate.countDown();
      Outcome.Generated made = (Outcome.Generated) submitted.outcome().get(30, TimeUnit.SECONDS);

      assertThat(made.samples().get(0).values()).containsExactly(alone, within(1e-5f));
      for (Submission other : crowd) {
        assertThat(other.outcome().get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Generated.class);
      }
      assertThat(network("encoder").calls())
          .as("texts of different requests share a call")
          .anyMatch(rows -> rows > 2);
    }
  }

  @Test
  void anEmptyPromptIsNoPrompt() throws Exception {
    try (Engine engine = open((batch, rows) -> {})) {
      float[] none = first(engine, prompt(""));

      assertThat(first(engine, prompt("").withGuidance(7.0))).containsExactly(none, within(1e-4f));
      assertThat(first(engine, away("red", ""))).containsExactly(first(engine, prompt("red")));
    }
  }

  @Test
  void aNegativePromptIsSteeredAwayFrom() throws Exception {
    try (Engine engine = open((batch, rows) -> {})) {
      assertThat(first(engine, away("red", "blue"))).isNotEqualTo(first(engine, prompt("red")));
      assertThat(first(engine, away("red", "red")))
          .as("guidance from a prompt to itself does nothing")
          .containsExactly(first(engine, prompt("red").withGuidance(1.0)), within(1e-5f));
    }
  }

  @Test
  void interpolatesFromOnePromptToAnother() throws Exception {
    try (Engine engine = open((batch, rows) -> {})) {
      Outcome.Generated path =
          generated(
              engine,
              prompt("big red")
                  .withCount(3)
                  .withInterpolation(new Interpolation(null, Map.of("prompt", "small blue"))));

      assertThat(path.samples().get(0).values())
          .containsExactly(first(engine, prompt("big red")), within(1e-5f));
      assertThat(path.samples().get(2).values())
          .containsExactly(first(engine, prompt("small blue")), within(1e-5f));
      assertThat(path.samples().get(1).values()).isNotEqualTo(path.samples().get(0).values());
    }
  }

  @Test
  void refusesWhatItCannotRead() throws Exception {
    try (Engine engine = open((batch, rows) -> {})) {
      assertRejected(
          engine,
          prompt("pink"),
          "prompt of tiny-text: there is no word \"pink\", there are big, small, red, blue");
      assertRejected(
          engine,
          prompt("big big red"),
          "prompt of tiny-text: it takes at most 2 words, the text has 3");
      assertRejected(
          engine,
          GenerationSpec.of("tiny-text"),
          "tiny-text needs a prompt, the request gives none");
      assertRejected(
          engine,
          away("red", "dull"),
          "prompt of tiny-text: there is no word \"dull\", there are big, small, red, blue");
      assertRejected(
          engine,
          prompt("red").withLabel(3),
          "tiny-text takes no condition \"label\", it takes [prompt]");
    }
  }

  @Test
  void aTextThatCannotBeEncodedFailsItsOwnRequestOnly() throws Exception {
    FakeNetwork.Before breaksOnRed =
        (batch, rows) -> {
          for (int i = 0; isEncoder(batch) && i < 4 * rows; i++) {
            if (batch.longs("tokens").get(i) == RED) {
              throw new NetworkException("the network dislikes red");
            }
          }
        };
    try (Engine engine = open(breaksOnRed)) {
      Submission red = engine.submit(prompt("red"));
      Submission blue = engine.submit(prompt("blue"));

      assertThat(blue.outcome().get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Generated.class);
      assertThat(red.outcome().get(30, TimeUnit.SECONDS))
          .isEqualTo(
              new Outcome.Failed(
                  "tiny-text/1/encoder.onnx could not serve the request: the network dislikes red"));
    }
  }

  private static boolean isEncoder(NetworkBatch batch) {
    try {
      return batch.longs("tokens").capacity() > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static GenerationSpec prompt(String prompt) {
    return GenerationSpec.of("tiny-text").withCondition("prompt", prompt).withSeed(7);
  }

  private static GenerationSpec away(String prompt, String negative) {
    return prompt(prompt)
        .withGuidanceOptions(new GuidanceOptions(0, 0, 1, Map.of("prompt", negative)));
  }

  private FakeNetwork network(String name) {
    return Objects.requireNonNull(networks.get("tiny-text/1/" + name + ".onnx"));
  }

  private Engine open(FakeNetwork.Before before) throws IOException {
    EngineOptions options =
        EngineOptions.defaults()
            .withLoader(
                FakeNetwork.wrapping(OnnxNetwork.loader(OnnxOptions.cpu(1)), before, networks));
    Engine engine = Engine.open(models, options);
    assertThat(engine.problems()).isEmpty();
    return engine;
  }

  private static void await(CountDownLatch gate) throws NetworkException {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new NetworkException("interrupted", e);
    }
  }

  private static float[] first(Engine engine, GenerationSpec spec) throws Exception {
    return generated(engine, spec).samples().get(0).values();
  }

  private static Outcome.Generated generated(Engine engine, GenerationSpec spec) throws Exception {
    Outcome outcome = engine.submit(spec).outcome().get(30, TimeUnit.SECONDS);
    assertThat(outcome).isInstanceOf(Outcome.Generated.class);
    return (Outcome.Generated) outcome;
  }

  private static void assertRejected(Engine engine, GenerationSpec spec, String message)
      throws Exception {
    assertThat(engine.submit(spec).outcome().get(5, TimeUnit.SECONDS))
        .isEqualTo(new Outcome.Rejected(Rejection.BAD_CONDITION, message));
  }
}
