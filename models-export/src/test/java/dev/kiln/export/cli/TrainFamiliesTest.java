package dev.kiln.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.Score;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.SourceImage;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands of adversarial pairs and autoencoders, as short as can be. */
class TrainFamiliesTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path directory;
  private String data = "";

  @BeforeEach
  void writeData() throws IOException {
    data = TinyIdx.write(directory.resolve("data"));
  }

  @Test
  void aVaeKeepsItsEncoderAndItsBound() throws IOException {
    train("vae", "small-vae");
    assertThat(out.toString()).contains("evidence lower bound on 6 held-out samples: -");
    try (Engine engine = open()) {
      GeneratorCard card = engine.generators().get(0);
      assertThat(card.files()).containsOnlyKeys("decoder.onnx", "encoder.onnx");
      assertThat(card.scores())
          .extracting(Score::name)
          .containsExactly("elbo", "elbo-reconstruction", "elbo-divergence");
      assertThat(card.scores().get(0).value()).isNegative();
      generated(engine, GenerationSpec.of("small-vae").withLabel(3));
    }
  }

  @Test
  void ganAndVaeDoWithoutClasses() throws IOException {
    train("gan", "small-gan", "--without-classes", "--loss", "wasserstein-gp");
    train("vae", "small-vae", "--without-classes", "--likelihood", "gaussian", "--beta", "0.5");
    try (Engine engine = open()) {
      for (GeneratorCard card : engine.generators()) {
        assertThat(card.conditions()).isEmpty();
        generated(engine, GenerationSpec.of(card.name()));
      }
      assertThat(String.valueOf(engine.generators().get(0).training()))
          .contains("train gan", " --loss wasserstein-gp ", " --without-classes -");
      assertThat(String.valueOf(engine.generators().get(1).training()))
          .contains("train vae", " --beta 0.5 ", " --likelihood gaussian ");
    }
  }

  @Test
  void anAutoencoderRestoresThePictureOfARequest() throws IOException {
    train("autoencoder", "small-restorer", "--corruption", "masking", "--without-classes");
    float[] picture = new float[TinyIdx.SIDE * TinyIdx.SIDE];
    try (Engine engine = open()) {
      GenerationSpec spec = GenerationSpec.of("small-restorer");
      FloatTensor image = new FloatTensor(Shape.of(1, TinyIdx.SIDE, TinyIdx.SIDE), picture);
      assertThat(generated(engine, spec.withSource(SourceImage.of(image))).values())
          .isNotEqualTo(picture);
      assertThat(engine.submit(spec).outcome().join()).isInstanceOf(Outcome.Rejected.class);
    }
  }

  @Test
  void latentDiffusionHasTwoStages() throws IOException {
    train("latent-diffusion", "small-latent");
    try (Engine engine = open()) {
      GeneratorCard card = engine.generators().get(0);
      assertThat(card.stages()).hasSize(2);
      assertThat(card.files()).containsOnlyKeys("denoiser.onnx", "decoder.onnx", "encoder.onnx");
      generated(engine, GenerationSpec.of("small-latent").withLabel(1).withSteps(3));
    }
  }

  @Test
  void namesALossThatThereIsNot() {
    assertThat(run("gan", "x", "--loss", "hinge")).isEqualTo(2);
    assertThat(err.toString()).contains("non-saturating", "least-squares", "wasserstein-gp");
  }

  private Engine open() throws IOException {
    Engine engine = Engine.open(directory.resolve("models"));
    assertThat(engine.problems()).isEmpty();
    return engine;
  }

  private static FloatTensor generated(Engine engine, GenerationSpec spec) {
    Outcome outcome = engine.submit(spec).outcome().join();
    assertThat(outcome).isInstanceOf(Outcome.Generated.class);
    return ((Outcome.Generated) outcome).samples().get(0);
  }

  private void train(String recipe, String name, String... more) {
    assertThat(run(recipe, name, more)).as(err.toString()).isZero();
  }

  private int run(String recipe, String name, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("train", recipe, "--data", data, "--images", "32", "--batch", "8"));
    arguments.addAll(List.of("--threads", "1"));
    arguments.addAll(List.of("--out", directory.resolve("models").resolve(name).toString()));
    arguments.addAll(List.of("--checkpoints", directory.resolve("checkpoints-" + name).toString()));
    arguments.addAll(List.of(more));
    CommandLine line = ModelsMain.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments.toArray(String[]::new));
  }
}
