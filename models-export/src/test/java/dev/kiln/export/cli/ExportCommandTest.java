package dev.kiln.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.export.export.OnnxModel;
import dev.kiln.export.ops.ParameterValue;
import dev.kiln.generation.card.CardJson;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.Sha256;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExportCommandTest {
  private static final Path MODELS = Path.of("..", "models");

  @TempDir Path directory = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void convertsAShippedGeneratorAndSaysWhatItCosts() throws Exception {
    Path target = directory.resolve("small");

    assertThat(run("digits-gan", "--weights", "int8", "--out", target.toString(), "--samples", "4"))
        .as(err.toString())
        .isZero();

    assertThat(out.toString())
        .contains("generator.onnx: 1,354,423 -> ", " 12 -> 17 nodes, results differ by 0.")
        .contains("4 samples from the same seeds differ by 0.0");
    GeneratorCard card = CardJson.read(Files.readAllBytes(target.resolve("1/generator.json")));
    byte[] file = Files.readAllBytes(target.resolve("1/generator.onnx"));
    assertThat(file.length).isLessThan(400_000);
    assertThat(card.files()).containsEntry("generator.onnx", Sha256.hex(file));
    assertThat(card.name()).isEqualTo("small");
    assertThat(card.scores()).isEmpty();
    JsonNode training = Objects.requireNonNull(card.training());
    assertThat(training.path("weights").asText()).isEqualTo("int8");
    assertThat(training.path("convertedFrom").asText()).isEqualTo("digits-gan/1");
    assertThat(training.path("recipe").asText()).isEqualTo("gan");
  }

  @Test
  void aStudentFindsTheWeightsOfAConvertedTeacher() throws Exception {
    Path target = directory.resolve("lean");

    assertThat(run("digits-ddpm", "--out", target.toString(), "--samples", "0")).isZero();

    assertThat(out.toString())
        .contains("215 -> 172 nodes, results differ by 0.0%, by 0.0e+00 at most")
        .contains("lean/1 with fp32 weights");
    Map<String, ParameterValue> before =
        OnnxModel.weights(MODELS.resolve("digits-ddpm/1/denoiser.onnx"));
    Map<String, ParameterValue> after = OnnxModel.weights(target.resolve("1/denoiser.onnx"));
    for (String name : new String[] {"down1.norm0.weight", "mid.attention.key.bias"}) {
      assertThat(after.get(name)).as(name).usingRecursiveComparison().isEqualTo(before.get(name));
      assertThat(Objects.requireNonNull(before.get(name)).shape()).hasSize(1);
    }
  }

  @Test
  void doesNotWriteAGeneratorOverItself() {
    assertThat(run("digits-gan", "--out", MODELS.resolve("digits-gan").toString())).isEqualTo(1);

    assertThat(err.toString().lines())
        .containsExactly(
            "kiln: digits-gan/1 would be written over itself: give another name or version");
  }

  @Test
  void namesTheGeneratorsThatThereAre() {
    assertThat(run("digits-ddmp", "--out", directory.resolve("x").toString())).isEqualTo(1);

    assertThat(err.toString())
        .contains("there is no generator digits-ddmp in")
        .contains("digits-ddpm/1");
  }

  @Test
  void namesTheFormatsThatThereAre() {
    assertThat(run("digits-gan", "--weights", "fp8", "--out", "x")).isEqualTo(2);

    assertThat(err.toString()).contains("weights are stored as fp32, fp16, int8, not as fp8");
  }

  private int run(String generator, String... options) {
    String[] arguments = new String[options.length + 4];
    arguments[0] = "export";
    arguments[1] = generator;
    arguments[2] = "--models";
    arguments[3] = MODELS.toString();
    System.arraycopy(options, 0, arguments, 4, options.length);
    CommandLine line = ModelsMain.commandLine();
    return line.setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
