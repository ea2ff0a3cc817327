package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.card.DirectoryLimits;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.NetworkLoader;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.network.TinyOnnx;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A generator directory that somebody made to do harm is told apart, and the others serve. */
@Timeout(60)
class StrangerTest {

  private static final String CARD = "tiny-ddpm/1/generator.json";

  @TempDir private Path models;

  @BeforeEach
  void writeGenerators() {
    TestGenerators.write(models);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../tiny-gan/1/generator.onnx",
        "/etc/passwd",
        "sub/denoiser.onnx",
        "..",
        "C:\\\\x",
        "a\\u0000b",
        "..%2f..%2fx",
        "\\u202Exnno"
      })
  void noNameLeadsOutOfTheDirectory(String name) throws Exception {
    replace("\"network\": \"denoiser.onnx\"", "\"network\": \"" + name + "\"");
    assertProblem("stages.network must be letters, digits, dots, dashes and underscores, was ");
    TestGenerators.write(models);
    replace("{\"denoiser.onnx\": ", "{\"" + name + "\": \"x\", \"denoiser.onnx\": ");
    assertProblem("a name in files must be letters, digits, dots, dashes and underscores, was ");
  }

  @Test
  void noCardThatIsALinkToElsewhere() throws Exception {
    Path secret = Files.writeString(models.resolve("secret.txt"), "root:x:0:0");
    Files.delete(models.resolve(CARD));
    Files.createSymbolicLink(models.resolve(CARD), secret);
    assertProblem("generator.json leads out of the generator's directory");
  }

  @Test
  void noDirectoryInPlaceOfAFile() throws Exception {
    Files.delete(models.resolve(CARD));
    Files.createDirectory(models.resolve(CARD));
    assertProblem("generator.json is missing");
  }

  @Test
  void noJsonBombs() throws Exception {
    replace(
        "\"family\"",
        "\"training\": " + "[".repeat(100_000) + "]".repeat(100_000) + ", \"family\"");
    assertProblem("generator.json is not a generator card: ", "nesting depth");
    TestGenerators.write(models);
    replace("\"steps\": 10", "\"steps\": 1" + "0".repeat(500));
    assertProblem("generator.json is not a generator card: ", "Number value length");
    TestGenerators.write(models);
    replace("\"steps\": 10", "\"steps\": 1e999999999");
    assertProblem("generator.json is not a generator card: ");
    TestGenerators.write(models);
    replace("\"range\": [-1, 1]", "\"range\": [-1, 1e999]");
    assertProblem("sample.range must be two numbers");
    TestGenerators.write(models);
    replace("\"family\"", "\"version\": \"1\", \"family\"");
    assertProblem("generator.json is not a generator card: ", "Duplicate field 'version'");
    TestGenerators.write(models);
    replace("\"family\": \"diffusion\"", "\"family\": \"" + "x".repeat(5 << 20) + "\"");
    assertProblem("generator.json is larger than 4194304 bytes, the limit for it");
  }

  @Test
  void noScheduleThatFillsTheMemory() throws Exception {
    replace("\"num_train_timesteps\": 1000", "\"num_train_timesteps\": 2000000000");
    assertProblem(
        "\"num_train_timesteps\" must be a whole number of at most 1000000, was 2000000000");
  }

  @Test
  void noCountThatFillsTheMemory() throws Exception {
    replace("\"maxCount\": 1000", "\"maxCount\": 2147483647");
    assertProblem("limits must be between 1 and 10000, were maxSteps 1000 and maxCount 2147483647");
  }

  @Test
  void noShapeThatFillsTheMemory() throws Exception {
    byte[] wide = TinyOnnx.denoiser(1 << 13);
    TestGenerators.write(models, "tiny-ddpm", "denoiser.onnx", wide, TestGenerators.DDPM);
    replace("[1, 4, 4]", "[1, 8192, 8192]");
    assertProblem("has 67108864 values a row, the limit is 16777216");
    TestGenerators.write(
        models, "tiny-ddpm", "denoiser.onnx", TinyOnnx.denoiser(1 << 30), TestGenerators.DDPM);
    assertProblem("is too large: a shape may have at most 268435456 values");
  }

  @Test
  void filesAndStagesAreLimited() throws Exception {
    DirectoryLimits usual = DirectoryLimits.defaults();
    TestGenerators.writePrompted(models);
    try (Engine engine =
        open(
            new DirectoryLimits(
                usual.cardBytes(), 100, 10, 1, usual.rowValues(), usual.loading()))) {
      assertThat(String.join("\n", engine.problems()))
          .contains("denoiser.onnx is larger than 100 bytes, the limit for it")
          .contains("tiny-text/1/generator.json has 2 stages, the limit is 1");
    }
    try (Engine engine =
        open(
            new DirectoryLimits(
                usual.cardBytes(), 1 << 20, 10, 2, usual.rowValues(), usual.loading()))) {
      assertThat(engine.problems())
          .singleElement()
          .asString()
          .contains("words.txt is larger than 10 bytes, the limit for it");
    }
  }

  @Test
  void aNetworkThatTakesForeverToLoadDoesNotHoldUpTheOthers() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    NetworkLoader real = OnnxNetwork.loader(OnnxOptions.cpu(1));
    NetworkLoader slow =
        (name, bytes) -> {
          if (name.startsWith("tiny-ddpm/")) {
            await(never);
          }
          return real.load(name, bytes);
        };
    DirectoryLimits usual = DirectoryLimits.defaults();
    EngineOptions options =
        EngineOptions.defaults()
            .withLoader(slow)
            .withDirectoryLimits(
                new DirectoryLimits(
                    usual.cardBytes(),
                    usual.networkBytes(),
                    usual.vocabularyBytes(),
                    usual.stages(),
                    usual.rowValues(),
                    Duration.ofSeconds(1)));
    try (Engine engine = Engine.open(models, options)) {
      assertThat(engine.problems())
          .singleElement()
          .asString()
          .contains("tiny-ddpm/1/denoiser.onnx was not loaded within 1 s");
      assertServes(engine);
    } finally {
      never.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"runtime", "stack", "memory"})
  void whateverALoaderThrowsIsAProblemOfItsGenerator(String kind) throws Exception {
    NetworkLoader real = OnnxNetwork.loader(OnnxOptions.cpu(1));
    NetworkLoader rude =
        (name, bytes) -> {
          if (name.startsWith("tiny-ddpm/")) {
            switch (kind) {
              case "stack" -> throw new StackOverflowError();
              case "memory" -> throw new OutOfMemoryError("Java heap space");
              default -> throw new IllegalStateException("bell \u0007 and\nlines");
            }
          }
          return real.load(name, bytes);
        };
    try (Engine engine = Engine.open(models, EngineOptions.defaults().withLoader(rude))) {
      assertThat(engine.problems())
          .singleElement()
          .asString()
          .contains("tiny-ddpm/1/denoiser.onnx cannot be loaded: java.lang.")
          .doesNotContain("\n", "\u0007");
      assertServes(engine);
    }
  }

  private void replace(String target, String replacement) throws IOException {
    String text = Files.readString(models.resolve(CARD));
    assertThat(text).contains(target);
    card(text.replace(target, replacement));
  }

  private void card(String text) throws IOException {
    Files.writeString(models.resolve(CARD), text);
  }

  private Engine open(DirectoryLimits limits) throws IOException {
    return Engine.open(models, EngineOptions.defaults().withDirectoryLimits(limits));
  }

  private void assertProblem(String... parts) throws Exception {
    try (Engine engine = open(DirectoryLimits.defaults())) {
      List<String> problems = engine.problems();
      assertThat(problems).singleElement().asString().contains(parts).hasSizeLessThanOrEqualTo(600);
      assertThat(problems.get(0)).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}]");
      assertServes(engine);
    }
  }

  private static void assertServes(Engine engine) throws Exception {
    assertThat(
            engine
                .submit(GenerationSpec.of("tiny-gan").withLabel(1))
                .outcome()
                .get(30, TimeUnit.SECONDS))
        .as("the other generator still serves")
        .isInstanceOf(Outcome.Generated.class);
  }

  private static void await(CountDownLatch latch) throws NetworkException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new NetworkException("interrupted", e);
    }
  }
}
