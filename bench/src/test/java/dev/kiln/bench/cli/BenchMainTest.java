package dev.kiln.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.streams.cli.KilnMain;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchMainTest {

  private final StringWriter err = new StringWriter();

  @Test
  void namesTheQuestionsWhereNoneIsAsked() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString())
        .contains("say what to measure: ")
        .contains("limit", "naive", "mixed", "onestep", "advance", "noise", "encode", "scale");
  }

  @Test
  void saysWhatCannotBeMeasured() {
    assertThat(run("limit", "--rounds", "0")).isEqualTo(2);
    assertThat(err.toString())
        .contains("rounds, seconds, warm-up, open and steps must be above 0, were 0");
  }

  @Test
  void knowsItsNetworks() {
    assertThat(run("limit", "--networks", "huge")).isEqualTo(2);
    assertThat(err.toString()).contains("huge");
  }

  private int run(String... arguments) {
    CommandLine line = KilnMain.commandLine(new BenchMain());
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
