package dev.kiln.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.export.evaluate.Generators;
import dev.kiln.export.evaluate.Quadrants;
import dev.kiln.generation.card.CardJson;
import dev.kiln.generation.card.GeneratorCard;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsOneLineOfJson() throws Exception {
    assertThat(run("evaluate", "digits-ddpm", "--models", "../models", "--count", "10", "--json"))
        .as(err.toString())
        .isZero();

    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(out.toString().lines()).hasSize(1);
    assertThat(report.get("samples").asInt()).isEqualTo(10);
    assertThat(report.get("classes")).hasSize(10);
  }

  @Test
  void saysInOneLineWhatIsWrong() {
    assertThat(run("evaluate", "digits-ddpm", "--models", "no-such-directory")).isEqualTo(1);

    assertThat(err.toString().lines())
        .containsExactly("kiln: the models directory no-such-directory does not exist");
  }

  /** The whole way: real images in files, features, samples, figures, page, card. */
  @Test
  void holdsSamplesAgainstRealImages(@TempDir Path directory) throws Exception {
    Quadrants real = new Quadrants(1, 400, 8);
    Path models = directory.resolve("models");
    Path version = Generators.parrot(models, "parrot", real);

    int code =
        run(
            "evaluate",
            "parrot",
            "--models",
            models.toString(),
            "--data",
            IdxFiles.write(directory, real),
            "--count",
            "60",
            "--features-dir",
            directory.toString(),
            "--report",
            directory.resolve("page.html").toString(),
            "--write-card",
            "--json");

    assertThat(code).as(err.toString()).isZero();
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(out.toString().lines()).hasSize(1);
    assertThat(report.get("metrics").findValuesAsText("name"))
        .contains("frechet-distance", "recall", "coverage", "seconds-per-1000");
    assertThat(report.get("classes")).hasSize(Quadrants.CLASSES);
    assertThat(err.toString()).contains("learning features", "samples", "page.html");
    assertThat(directory.resolve("page.html")).isNotEmptyFile();
    GeneratorCard card = CardJson.read(Files.readAllBytes(version.resolve("generator.json")));
    assertThat(card.scores()).extracting("name").contains("frechet-distance", "too-near-pixel");
  }

  @Test
  void holdsSamplesAgainstWhatTheTrainingDidNotSee(@TempDir Path directory) throws Exception {
    Quadrants real = new Quadrants(1, 600, 8);
    Path models = directory.resolve("models");
    Path version = Generators.parrot(models, "parrot", real);

    int code =
        run(
            "evaluate",
            "parrot",
            "--models",
            models.toString(),
            "--data",
            IdxFiles.write(directory, real),
            "--holdout",
            "0.25",
            "--count",
            "40",
            "--features-dir",
            directory.toString(),
            "--write-card",
            "--json");

    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString()).contains("idx images.idx, held out");
    assertThat(Files.readString(version.resolve("generator.json"))).contains(" --holdout 0.25");
  }

  @Test
  void saysThatAGeneratorMakesOtherImages(@TempDir Path directory) throws Exception {
    Quadrants real = new Quadrants(1, 400, 8);
    String data = IdxFiles.write(directory, real);

    assertThat(run("evaluate", "digits-gan", "--models", "../models", "--data", data)).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly(
            "kiln: digits-gan makes images of [1, 28, 28], those of idx images.idx are [1, 8, 8]");
  }

  @Test
  void wantsDataForAPage() {
    assertThat(run("evaluate", "digits-gan", "--models", "../models", "--report", "x"))
        .isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly("kiln: --report and --features need --data, of images or rows");
  }

  private int run(String... arguments) {
    CommandLine line = ModelsMain.commandLine();
    return line.setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
