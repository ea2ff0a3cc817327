package dev.kiln.export.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.export.CardSubject;
import dev.kiln.export.export.ExportedModel;
import dev.kiln.export.export.GeneratorDirectory;
import dev.kiln.export.export.LatentDiffusionCards;
import dev.kiln.export.export.OnnxExport;
import dev.kiln.export.export.TrainingFacts;
import dev.kiln.export.nets.LatentDenoiser;
import dev.kiln.export.nets.SpatialVae;
import dev.kiln.export.ops.torch.Threads;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.card.Sha256;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatentDiffusionTest {
  private static final LabelledImages CORNERS = new Corners(2000);
  private static final SpatialVae PAIR = new SpatialVae(1, Corners.SIDE, 3, 8);
  private static final LatentDenoiser DENOISER = LatentDenoiser.of(PAIR, Corners.CLASSES, 16);
  private static final Ddpm.Options DIFFUSING = Ddpm.Options.DEFAULT;
  private static final int ROWS = 25;

  @TempDir Path directory;

  @BeforeEach
  void useOneThread() {
    Threads.use(1);
  }

  @Test
  void theEngineServesSamplesThatLookLikeTheData() throws IOException {
    try (LatentDiffusion recipe = recipe()) {
      double before = EnergyDistance.toData(CORNERS, preview(recipe));
      Trainings.run(recipe, CORNERS, 500, 32, directory.resolve("checkpoints"));

      Path models = directory.resolve("models");
      write(models, recipe);
      try (Engine engine = Engine.open(models)) {
        assertThat(engine.problems()).isEmpty();
        float[] served = served(engine);
        assertThat(EnergyDistance.toData(CORNERS, served)).isLessThan(0.25 * before);
      }
    }
  }

  @Test
  void latentsAreMeasuredAndACheckpointKeepsTheMeasure() throws IOException {
    Checkpoints checkpoints = new Checkpoints(directory);
    double deviation;
    try (LatentDiffusion recipe = recipe()) {
      assertThatThrownBy(recipe::decoder)
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("before the diffusion model began");
      Trainings.run(recipe, CORNERS, 20, 32, directory.resolve("other"));
      deviation = recipe.deviation();
      assertThat(deviation).isPositive();
      checkpoints.save(
          recipe, CheckpointFacts.of(recipe, new TrainingProgress(20, 640, 1), settings()));
    }
    try (LatentDiffusion resumed = recipe()) {
      checkpoints.restore(resumed);
      assertThat(resumed.deviation()).isCloseTo(deviation, within(1e-9));
      assertThat(resumed.decoder().deviation()).isCloseTo(deviation, within(1e-9));
    }
  }

  @Test
  void refusesADenoiserOfAnotherShape() {
    LatentDenoiser other = new LatentDenoiser(3, 4, 0, 16);
    assertThatThrownBy(
            () -> new LatentDiffusion(PAIR, VaeOptions.standard(), 0.5, other, DIFFUSING, 1))
        .hasMessage("the denoiser takes [3, 4, 4], the autoencoder's latents are [3, 2, 2]");
  }

  private TrainingSettings settings() {
    Duration day = Duration.ofDays(1);
    return new TrainingSettings(1, 640, day, 32, directory, day, false);
  }

  private static LatentDiffusion recipe() {
    Descent descent = new Descent(new LearningRate(4e-3, 20), new WeightAverage(0.999), 1);
    VaeOptions options = new VaeOptions(Likelihood.BERNOULLI, 0.1, descent);
    return new LatentDiffusion(PAIR, options, 0.4, DENOISER, DIFFUSING, 1);
  }

  private static float[] preview(LatentDiffusion recipe) {
    int count = Corners.CLASSES * ROWS;
    return TorchScope.scoped(
        () ->
            recipe.preview(
                Conditioning.inTurn(Map.of(LabelledImages.LABEL, Corners.CLASSES), count),
                count,
                3));
  }

  private static float[] served(Engine engine) {
    int area = Corners.SIDE * Corners.SIDE;
    float[] samples = new float[Corners.CLASSES * ROWS * area];
    for (int label = 0; label < Corners.CLASSES; label++) {
      GenerationSpec spec =
          GenerationSpec.of("corners").withLabel(label).withCount(ROWS).withGuidance(1.0);
      Outcome outcome = engine.submit(spec).outcome().join();
      assertThat(outcome).isInstanceOf(Outcome.Generated.class);
      for (int i = 0; i < ROWS; i++) {
        float[] sample = ((Outcome.Generated) outcome).samples().get(i).values();
        System.arraycopy(sample, 0, samples, (i * Corners.CLASSES + label) * area, area);
      }
    }
    return samples;
  }

  private static void write(Path models, LatentDiffusion recipe) throws IOException {
    ExportedModel denoiser = OnnxExport.of(DENOISER, recipe.denoiserAverage()).run();
    ExportedModel decoder = OnnxExport.of(recipe.decoder(), recipe.autoencoderAverage()).run();
    Map<String, byte[]> files =
        Map.of("denoiser.onnx", denoiser.bytes(), "decoder.onnx", decoder.bytes());
    CardSubject subject =
        new CardSubject(
            "corners",
            "1",
            new SampleSpec(
                SampleKind.IMAGE, Shape.of(1, Corners.SIDE, Corners.SIDE), List.of(-1.0, 1.0)),
            CardSubject.labels(List.of("0", "1", "2", "3")),
            new TrainingFacts("none", "none", 3, 0, 0, 0, 0, 0, "0", "none", null, 0),
            Map.of(
                "denoiser.onnx",
                Sha256.hex(denoiser.bytes()),
                "decoder.onnx",
                Sha256.hex(decoder.bytes())));
    GeneratorDirectory.write(
        models.resolve("corners"),
        LatentDiffusionCards.card(
            subject,
            DENOISER,
            DIFFUSING.prediction().inCard(),
            DIFFUSING.config(),
            recipe.decoder(),
            List.of()),
        files);
  }
}
