package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.network.TinyOnnx;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A generator directory is data from strangers: what is wrong with one is said, the others serve.
 */
class DamagedGeneratorTest {

  @TempDir private Path models;

  @BeforeEach
  void writeGenerators() {
    TestGenerators.write(models);
  }

  @Test
  void aWrongHash() throws Exception {
    Path file = models.resolve("tiny-ddpm/1/denoiser.onnx");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertProblem("denoiser.onnx has sha256 ", ", but the card says ");
  }

  @Test
  void aMissingFile() throws Exception {
    Files.delete(models.resolve("tiny-ddpm/1/denoiser.onnx"));
    assertProblem("denoiser.onnx is missing");
  }

  @Test
  void aTruncatedNetworkWhoseHashIsRight() throws Exception {
    byte[] cut = Arrays.copyOf(TinyOnnx.denoiser(4), 200);
    TestGenerators.write(models, "tiny-ddpm", "denoiser.onnx", cut, TestGenerators.DDPM);
    assertProblem("tiny-ddpm/1/denoiser.onnx is no ONNX network: ");
  }

  @Test
  void anInputThatTheGraphLacks() throws Exception {
    replaceCard("\"timestep\": \"t\"", "\"timestep\": \"time\"");
    assertProblem(
        "denoiser.onnx has an input \"t\" that the card does not name, it names [label, time, x]");
  }

  @Test
  void anOutputThatTheGraphLacks() throws Exception {
    replaceCard("\"output\": \"v\"", "\"output\": \"eps\"");
    assertProblem("denoiser.onnx has no float output \"eps\", it has [v]");
  }

  @Test
  void anotherShape() throws Exception {
    replaceCard("[1, 4, 4]", "[1, 8, 8]");
    assertProblem("denoiser.onnx: output v is 1x4x4, but sample.shape is 1x8x8");
  }

  @Test
  void aCardThatIsNoJson() throws Exception {
    replaceCard("{\"name\"", "name");
    assertProblem("generator.json is not a generator card: it is not JSON");
  }

  @Test
  void aFieldThatDoesNotExist() throws Exception {
    replaceCard("\"family\"", "\"famly\": \"x\", \"family\"");
    assertProblem("generator.json is not a generator card: ", "famly");
  }

  @Test
  void aPathThatLeavesTheDirectory() throws Exception {
    replaceCard(
        "\"network\": \"denoiser.onnx\"", "\"network\": \"../../tiny-gan/1/generator.onnx\"");
    assertProblem("stages.network must be letters, digits, dots, dashes and underscores");
  }

  @Test
  void aLinkThatLeavesTheDirectory() throws Exception {
    Path file = models.resolve("tiny-ddpm/1/denoiser.onnx");
    Path elsewhere = Files.move(file, models.resolve("elsewhere.onnx"));
    Files.createSymbolicLink(file, elsewhere);
    assertProblem("denoiser.onnx leads out of the generator's directory");
  }

  @Test
  void defaultsThatDoNotWork() throws Exception {
    replaceCard("\"steps\": 10", "\"steps\": 5000");
    assertProblem("has defaults that do not work: steps must be between 1 and 1000");
  }

  @Test
  void guidanceWithoutALabelThatStandsForNone() throws Exception {
    replaceCard("\"nullLabel\": 10, ", "");
    assertProblem("lets denoiser.onnx be asked without a condition, but has no guidance.nullLabel");
  }

  @Test
  void aConditionThatMayBeLeftOutWithoutALabelThatStandsForNone() throws Exception {
    replaceCard("\"required\": true", "\"required\": false");
    replaceCard("\"nullLabel\": 10, ", "");
    assertProblem("but has no guidance.nullLabel to stand for it");
  }

  @Test
  void aSamplerThatDoesNotExist() throws Exception {
    replaceCard("\"sampler\": \"ddim\"", "\"sampler\": \"ddimm\"");
    assertProblem("has defaults that do not work: ", "ddimm");
  }

  @Test
  void anotherPlace() throws Exception {
    Files.move(models.resolve("tiny-ddpm"), models.resolve("renamed"));
    assertProblem("generator.json says tiny-ddpm/1, but lies in renamed/1");
  }

  private void replaceCard(String target, String replacement) throws Exception {
    Path card = models.resolve("tiny-ddpm/1/generator.json");
    String text = Files.readString(card);
    assertThat(text).contains(target);
    Files.writeString(card, text.replace(target, replacement));
  }

  private void assertProblem(String... parts) throws Exception {
    try (Engine engine = Engine.open(models)) {
      assertThat(engine.problems()).singleElement().asString().contains(parts).doesNotContain("\n");
      assertThat(
              engine
                  .submit(GenerationSpec.of("tiny-gan").withLabel(1))
                  .outcome()
                  .get(30, TimeUnit.SECONDS))
          .as("the other generator still serves")
          .isInstanceOf(Outcome.Generated.class);
    }
  }
}
