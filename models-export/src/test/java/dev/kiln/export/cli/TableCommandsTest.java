package dev.kiln.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.engine.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** From a CSV file to a generator and to what it is worth, by the commands. */
class TableCommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path directory;

  @Test
  void learnsAFileAndHoldsTheRowsAgainstIt() throws IOException {
    Path file = directory.resolve("customers.csv");
    Path models = directory.resolve("models");
    assertThat(train("table-diffusion", "customers", models, "--write-data", file.toString()))
        .isZero();
    assertThat(train("table-vae", "csv:" + file, models, "--columns", "age:skip")).isZero();

    assertThat(out.toString())
        .contains(
            "customers.csv: 4000 rows to learn from, 1000 held out, 8 columns as 18 numbers",
            "  country       categorical     0.0%  7: AT, CH, DE, ES, FR, IT, PL\n",
            "columns lie ");
    assertThat(directory.resolve("table-vae").resolve("preview.csv"))
        .content()
        .startsWith("country,income,plan,newsletter,orders,spend,satisfaction,churned\n");
    try (Engine engine = Engine.open(models)) {
      assertThat(engine.problems()).isEmpty();
      assertThat(engine.generators()).hasSize(2).allMatch(GeneratorCard::takesRow);
      assertThat(engine.generators().get(0).scores())
          .anyMatch(score -> score.name().equals("column-distance"));
    }

    out.getBuffer().setLength(0);
    assertThat(
            run(
                "evaluate",
                "table-vae",
                "--models",
                models.toString(),
                "--data",
                "csv:" + file,
                "--target",
                "churned",
                "--count",
                "200",
                "--json"))
        .isZero();
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.toString())
        .contains("train-on-synthetic-ratio", "column-distance", "\"samples\":200")
        .doesNotContain(directory.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b;1,2;3         | , line 3: found 1 field, expected 2, as the first line names",
        "a,b;1,;2,         | column \"b\" of bad.csv is empty in all 2 rows; leave it out with --columns \"b:skip\"",
        "a,a;1,2           | , line 1: columns 1 and 2 are both called a",
        "a,b               | names its columns and has no rows"
      })
  void aFileThatCannotBeLearnedIsOneSentence(String lines, String sentence) throws IOException {
    Path file = directory.resolve("bad.csv");
    Files.writeString(file, lines.replace(';', '\n') + "\n");

    int code =
        run(
            "train",
            "table-vae",
            "--data",
            "csv:" + file,
            "--holdout",
            "0",
            "--out",
            directory.resolve("models/x").toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString().strip()).startsWith("kiln").endsWith(sentence);
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void imagesAreNoTable() {
    int code = run("train", "table-vae", "--out", directory.resolve("models/x").toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .contains(
            "this recipe learns from a table: --data must be csv:FILE or customers, was \"drawn\"");
  }

  private int train(String recipe, String data, Path models, String... more) {
    String[] common = {
      "train",
      recipe,
      "--data",
      data,
      "--images",
      "640",
      "--batch",
      "64",
      "--threads",
      "1",
      "--out",
      models.resolve(recipe).toString(),
      "--checkpoints",
      directory.resolve(recipe).toString()
    };
    String[] all = Arrays.copyOf(common, common.length + more.length);
    System.arraycopy(more, 0, all, common.length, more.length);
    return run(all);
  }

  private int run(String... arguments) {
    CommandLine line = ModelsMain.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
