package dev.kiln.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Trainings of two steps on images of 8 x 8, and what is said when one cannot begin. */
class TrainCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path directory;
  private Path models = Path.of("");
  private String data = "";

  @BeforeEach
  void writeData() throws IOException {
    models = directory.resolve("models");
    data = TinyIdx.write(directory.resolve("data"));
  }

  @Test
  void writesGeneratorsThatTheEngineServes() throws IOException {
    Path teacher = models.resolve("small-ddpm").resolve("1");
    assertThat(train("ddpm", "small-ddpm")).as(err.toString()).isZero();
    assertThat(train("consistency", "small-consistency", "--teacher", teacher.toString()))
        .as(err.toString())
        .isZero();

    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .contains("step 2, 16 of 16 images", "PyTorch and ONNX Runtime differ by at most")
        .doesNotContain("NaN");
    assertThat(Files.readString(teacher.resolve("generator.json")))
        .contains(" --data idx:images.idx,labels.idx --images 16 ")
        .doesNotContain(directory.toString());
    assertThat(checkpoints("small-ddpm").resolve("preview.png")).isNotEmptyFile();
    assertThat(checkpoints("small-ddpm").resolve("losses.csv")).isNotEmptyFile();
    try (Engine engine = Engine.open(models)) {
      assertThat(engine.problems()).isEmpty();
      for (String name : new String[] {"small-ddpm", "small-consistency"}) {
        Outcome outcome = engine.submit(GenerationSpec.of(name).withLabel(3)).outcome().join();
        assertThat(outcome).as(name).isInstanceOf(Outcome.Generated.class);
      }
    }
  }

  @Test
  void beginsAnewOnlyIfTheLastTrainingHadComeToItsEndOrIfAsked() throws IOException {
    assertThat(train("ddpm", "again", "--minutes", "0.00001")).as(err.toString()).isZero();
    Path progress = checkpoints("again").resolve("step-1/progress.json");
    Files.writeString(
        progress, Files.readString(progress).replace("\"target\" : 16", "\"target\" : 160"));

    assertThat(train("ddpm", "again")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "kiln: "
                + checkpoints("again")
                + " holds an unfinished training of 8 images: --resume goes on with it, --fresh begins anew");
    assertThat(train("ddpm", "again", "--fresh")).isZero();
    assertThat(train("ddpm", "again")).isZero();
  }

  @Test
  void refusesWhatCannotBegin() throws IOException {
    Files.createDirectories(models.resolve("taken/1"));
    Files.writeString(
        models.resolve("taken/1/generator.json"), "{\"training\":{\"recipe\":\"gan\"}}");

    fails(
        models.resolve("taken/1")
            + " holds a generator of gan, this is ddpm: choose another --out or --generator-version, or remove it",
        "taken");
    fails(
        "there is no checkpoint in "
            + checkpoints("new")
            + " to go on from; leave --resume out to begin",
        "new",
        "--resume");
    assertThat(run("train", "ddpm", "--data", data, "--out", models.toString())).isEqualTo(1);
    assertThat(err.toString()).contains(models + " holds generators, such as taken; --out takes");
  }

  private void fails(String sentence, String name, String... more) {
    err.getBuffer().setLength(0);
    assertThat(train("ddpm", name, more)).isEqualTo(1);
    assertThat(err.toString()).isEqualToIgnoringNewLines("kiln: " + sentence);
  }

  @Test
  void saysWhatIsWrongWithAnArgument() {
    wrong(
        "--data must be drawn or shapes or idx:IMAGES,LABELS or folder:DIR or csv:FILE or customers, was \"mnist\"",
        "--data",
        "mnist");
    wrong("batch must be at least 1, was 0", "--batch", "0");
    wrong("--device must be auto, cpu or cuda, was \"tpu\"", "--device", "tpu");
    wrong("--size must be a multiple of 4 from 4 to 1024, was 30", "--size", "30");
    wrong("--channels must be 1 (grey) or 3 (colour), was 2", "--channels", "2");
    assertThat(run("train", "ddpm")).isEqualTo(2);
    assertThat(err.toString()).contains("kiln: Missing required option: '--out=models/NAME'");
  }

  @Test
  void proposesARecipe() {
    assertThat(run("train", "ddmp", "--out", "models/x")).isEqualTo(2);
    assertThat(err.toString()).contains("Unmatched argument", "Did you mean: train ddpm?");
  }

  private void wrong(String sentence, String... more) {
    err.getBuffer().setLength(0);
    List<String> arguments = new ArrayList<>(List.of("train", "ddpm", "--out", "models/x"));
    arguments.addAll(List.of(more));
    assertThat(run(arguments.toArray(String[]::new))).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("kiln: " + sentence + "see: ./kiln train ddpm --help");
  }

  @Test
  void namesATeacherThatIsNotThere() {
    String missing = directory.resolve("nobody").toString();
    assertThat(run("train", "consistency", "--teacher", missing, "--out", "models/x")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("kiln: there is no ")
        .contains("generator.json")
        .hasLineCount(1);
  }

  private Path checkpoints(String name) {
    return directory.resolve("checkpoints").resolve(name);
  }

  /** Two steps of eight images. */
  private int train(String recipe, String name, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                recipe,
                "--data",
                data,
                "--images",
                "16",
                "--batch",
                "8",
                "--threads",
                "1",
                "--out",
                models.resolve(name).toString(),
                "--checkpoints",
                checkpoints(name).toString()));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private int run(String... arguments) {
    CommandLine line = ModelsMain.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
