package dev.kiln.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
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

  private int run(String... arguments) {
    CommandLine line = ModelsMain.commandLine();
    return line.setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
