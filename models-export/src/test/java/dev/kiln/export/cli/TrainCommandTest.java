package dev.kiln.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrainCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path directory;

  @Test
  void writesGeneratorsThatTheEngineServes() throws IOException {
    Path models = directory.resolve("models");
    String checkpoints = directory.resolve("checkpoints").toString();
    int ddpm =
        run(
            "train",
            "ddpm",
            "--images",
            "16",
            "--batch",
            "8",
            "--out",
            models.resolve("small-ddpm").toString(),
            "--checkpoints",
            checkpoints + "/ddpm");
    int consistency =
        run(
            "train",
            "consistency",
            "--images",
            "8",
            "--batch",
            "4",
            "--teacher",
            models.resolve("small-ddpm").resolve("1").toString(),
            "--out",
            models.resolve("small-consistency").toString(),
            "--checkpoints",
            checkpoints + "/consistency");

    assertThat(err.toString()).isEmpty();
    assertThat(ddpm).isZero();
    assertThat(consistency).isZero();
    assertThat(out.toString())
        .contains("step 2, 16 of 16 images", "PyTorch and ONNX Runtime differ by at most")
        .doesNotContain("NaN");
    try (Engine engine = Engine.open(models)) {
      assertThat(engine.problems()).isEmpty();
      for (String name : new String[] {"small-ddpm", "small-consistency"}) {
        Outcome outcome = engine.submit(GenerationSpec.of(name).withLabel(3)).outcome().join();
        assertThat(outcome).as(name).isInstanceOf(Outcome.Generated.class);
      }
    }
  }

  @Test
  void saysWhatDataItTakes() {
    assertThat(run("train", "ddpm", "--data", "mnist", "--out", "models/x")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "kiln: --data must be drawn or idx:IMAGES,LABELS, was \"mnist\"");
  }

  @Test
  void namesATeacherThatIsNotThere() {
    String missing = directory.resolve("nobody").toString();
    assertThat(run("train", "consistency", "--teacher", missing, "--out", "models/x")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("kiln: there is no ")
        .contains("denoiser.onnx")
        .hasLineCount(1);
  }

  @Test
  void refusesABatchOfNone() {
    assertThat(run("train", "ddpm", "--batch", "0", "--out", "models/x")).isEqualTo(1);
    assertThat(err.toString()).isEqualToIgnoringNewLines("kiln: batch must be at least 1, was 0");
  }

  @Test
  void needsAPlaceToWriteTo() {
    assertThat(run("train", "ddpm")).isEqualTo(2);
    assertThat(err.toString()).contains("Missing required option: '--out=models/NAME'");
  }

  private int run(String... arguments) {
    CommandLine line = ModelsMain.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
