package dev.kiln.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The recipes' own options, from the command line to a generator that the engine serves. */
class DenoiserCommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path directory;

  private String data = "";

  @BeforeEach
  void writeData() throws IOException {
    data = TinyIdx.write(directory.resolve("data"));
  }

  @ParameterizedTest
  @CsvSource({
    "ddpm, --prediction epsilon --schedule linear --loss-weight min-snr, dpmpp-2m",
    "ddpm, --prediction x0 --schedule scaled-linear, unipc",
    "score-sde, --sde vp, sde-vp",
    "score-sde, --sde ve --learning-rate 0.001, ode-ve",
    "flow-matching, --times uniform --coupling optimal-transport --dropout 0.2, flow-heun",
    "consistency, --average 0.99 --warm-up 10, consistency"
  })
  void aRecipesOptionsEndInAServedGeneratorAndInItsCard(
      String recipe, String options, String sampler) throws IOException {
    assertThat(train(recipe, options)).as(err.toString()).isZero();

    try (Engine engine = Engine.open(directory.resolve("models"))) {
      assertThat(engine.problems()).isEmpty();
      assertThat(new ObjectMapper().valueToTree(engine.generators().get(0).training()).toString())
          .contains("./kiln train " + recipe + " " + options);
      for (GenerationSpec spec :
          List.of(
              GenerationSpec.of("small").withLabel(3).withSteps(2),
              GenerationSpec.of("small").withLabel(3).withSteps(2).withSampler(sampler))) {
        assertThat(engine.submit(spec).outcome().join()).isInstanceOf(Outcome.Generated.class);
      }
    }
  }

  @Test
  void aFlowCannotTeach() {
    assertThat(train("flow-matching", "")).isZero();
    String teacher = directory.resolve("models").resolve("small").resolve("1").toString();

    assertThat(train("consistency", "--teacher " + teacher)).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "kiln: the teacher must be a generator of \"train ddpm\", small/1 is of family flow");
  }

  @Test
  void optionsOfDistillationNeedATeacher() {
    assertThat(train("consistency", "--grid 5")).isEqualTo(2);
    assertThat(err.toString()).startsWith("kiln: --guidance and --grid belong to --teacher");
  }

  @Test
  void listsWhatCanBePredicted() {
    assertThat(train("ddpm", "--prediction noise")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("kiln: Invalid value for option '--prediction': expected one of [")
        .contains("epsilon", "v", "x0", "but was 'noise'");
  }

  private int train(String recipe, String options) {
    List<String> arguments = new ArrayList<>(List.of("train", recipe));
    if (!options.isEmpty()) {
      arguments.addAll(List.of(options.split(" ", -1)));
    }
    arguments.addAll(List.of("--data", data, "--images", "8", "--batch", "4", "--threads", "1"));
    arguments.addAll(List.of("--out", directory.resolve("models").resolve("small").toString()));
    arguments.addAll(List.of("--checkpoints", directory.resolve("checkpoints").toString()));
    CommandLine line = ModelsMain.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments.toArray(String[]::new));
  }
}
