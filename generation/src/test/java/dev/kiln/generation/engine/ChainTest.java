package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.kiln.generation.card.Sha256;
import dev.kiln.generation.network.FakeNetwork;
import dev.kiln.generation.network.NetworkLoader;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.network.TinyOnnx;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Rejection;
import dev.kiln.generation.request.SourceImage;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
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

/**
 * Two stages, one behind the other: a denoiser in a latent space and the decoder of its latents.
 */
@Timeout(60)
class ChainTest {

  private static final GenerationSpec SPEC =
      GenerationSpec.of("tiny-latent").withLabel(3).withSeed(42);

  @TempDir private Path models;
  private final Map<String, FakeNetwork> networks = new ConcurrentHashMap<>();

  @BeforeEach
  void writeGenerator() {
    TestGenerators.writeLatent(models);
  }

  @Test
  void theSecondStageTakesWhatTheFirstGives() throws Exception {
    try (Engine engine = open((batch, rows) -> {})) {
      Outcome.Generated outcome = generated(engine.submit(SPEC.withCount(3)));

      assertThat(outcome.samples()).hasSize(3);
      assertThat(outcome.provenance().sampler()).isEqualTo("ddim");
      assertThat(rows("denoiser.onnx")).isEqualTo(3 * 10 * 2);
      assertThat(rows("decoder.onnx")).isEqualTo(3);
      for (FloatTensor sample : outcome.samples()) {
        assertThat(sample.shape()).isEqualTo(Shape.of(1, 4, 4));
        for (int row = 0; row < 4; row++) {
          float latent = sample.values()[4 * row];
          assertThat(latent).isNotZero();
          assertThat(sample.values()[4 * row + 1]).isEqualTo(latent * 0.5f);
          assertThat(sample.values()[4 * row + 3]).isZero();
        }
      }
    }
  }

  @Test
  void aSampleDoesNotDependOnItsNeighbours() throws Exception {
    float[] alone;
    try (Engine engine = open((batch, rows) -> {})) {
      alone = generated(engine.submit(SPEC)).samples().get(0).values();
    }
    // The decoder begins when the denoiser is done, so that what it has to do is there at once.
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch denoised = new CountDownLatch(1);
    int denoiserRows = 2 * 10 * 2;
    try (Engine engine = open((batch, rows) -> pass(gate), (batch, rows) -> pass(denoised))) {
      List<Submission> crowd = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        denoiserRows += (1 + i % 3) * (9 + i % 2) * (i % 4 == 0 ? 1 : 2);
        crowd.add(
            engine.submit(
                GenerationSpec.of("tiny-latent")
                    .withLabel(i % 10)
                    .withSeed(i)
                    .withCount(1 + i % 3)
                    .withSteps(9 + i % 2)
                    .withGuidance(1.0 + i % 4)));
      }
      Submission mine = engine.submit(SPEC.withCount(2));
      gate.countDown();
      int all = denoiserRows;
      await().until(() -> rows("denoiser.onnx") == all);
      denoised.countDown();
      assertThat(generated(mine).samples().get(0).values()).containsExactly(alone, within(1e-5f));
      for (Submission other : crowd) {
        generated(other);
      }
    }
    assertThat(Objects.requireNonNull(networks.get("tiny-latent/1/decoder.onnx")).calls())
        .as("latents of different requests share a call")
        .anyMatch(rows -> rows > 3);
  }

  @Test
  void aStageThatTakesAnotherShapeThanTheOneBeforeGives() throws Exception {
    String card = TestGenerators.LATENT.replace("%d", Sha256.hex(TinyOnnx.decoder()));
    TestGenerators.write(models, "tiny-latent", "denoiser.onnx", TinyOnnx.denoiser(4), card);
    try (Engine engine = Engine.open(models)) {
      assertThat(engine.problems())
          .singleElement()
          .asString()
          .endsWith("decoder.onnx: input z is 1x2x2, but what denoiser.onnx gives is 1x4x4");
    }
  }

  @Test
  void takesNoPictureToStartFrom() throws Exception {
    FloatTensor picture = new FloatTensor(Shape.of(1, 4, 4), new float[16]);
    try (Engine engine = open((batch, rows) -> {})) {
      Submission submission = engine.submit(SPEC.withSource(SourceImage.of(picture)));
      assertThat(submission.outcome().get(30, TimeUnit.SECONDS))
          .isEqualTo(
              new Outcome.Rejected(
                  Rejection.BAD_IMAGE,
                  "tiny-latent cannot start from a picture, it makes its own"));
    }
  }

  private Engine open(FakeNetwork.Before before) throws Exception {
    return open(before, before);
  }

  private Engine open(FakeNetwork.Before denoising, FakeNetwork.Before decoding) throws Exception {
    NetworkLoader real = OnnxNetwork.loader(OnnxOptions.cpu(1));
    return Engine.open(
        models,
        EngineOptions.defaults()
            .withLoader(
                (name, bytes) ->
                    FakeNetwork.wrapping(
                            real, name.contains("decoder") ? decoding : denoising, networks)
                        .load(name, bytes)));
  }

  private int rows(String file) {
    return Objects.requireNonNull(networks.get("tiny-latent/1/" + file)).calls().stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  private static Outcome.Generated generated(Submission submission) throws Exception {
    Outcome outcome = submission.outcome().get(30, TimeUnit.SECONDS);
    assertThat(outcome).isInstanceOf(Outcome.Generated.class);
    return (Outcome.Generated) outcome;
  }

  private static void pass(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
