package dev.kiln.streams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class KilnMainTest {

  @Test
  void helpNamesEveryCommand() {
    CommandRun run = CommandRun.of("--help");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("send", "generate", "generators", "train", "evaluate");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void everyCommandExplainsEachOfItsOptions() {
    for (CommandLine command : KilnMain.commandLine().getSubcommands().values()) {
      CommandRun help = CommandRun.of(command.getCommandName(), "--help");

      assertThat(help.code()).as(command.getCommandName()).isZero();
      for (OptionSpec option : command.getCommandSpec().options()) {
        assertThat(help.out()).as(command.getCommandName()).contains(option.longestName());
        assertThat(option.description()).as(option.longestName()).isNotEmpty();
      }
    }
  }

  @Test
  void theVersionIsTheProjects() {
    CommandRun run = CommandRun.of("--version");

    assertThat(run.code()).isZero();
    assertThat(run.out()).matches("kiln \\d+\\.\\d+\\.\\d+\\S*\\R");
  }

  @Test
  void noCommandAtAllIsAUsageError() {
    CommandRun run = CommandRun.of();

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("kiln: say what to do: ");
  }

  @Test
  void anUnknownCommandIsNamedAndTheNearestOffered() {
    CommandRun run = CommandRun.of("generat");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("there is no command \"generat\"", "kiln generate");
  }

  @Test
  void anUnknownOptionIsNamed() {
    CommandRun run = CommandRun.of("generate", "--generator", "x", "--colour", "red");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("there is no option \"--colour\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--steps=ten", "--count=many", "--guidance=strong", "--seed=1.5"})
  void aValueOfTheWrongTypeIsAUsageErrorThatNamesTheOption(String option) {
    CommandRun run = CommandRun.of("generate", "--generator", "x", option);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("kiln generate: ")
        .contains(option.substring(0, option.indexOf('=')))
        .doesNotContain("Exception");
  }

  @Test
  void debugAddsTheStackTrace() {
    CommandRun run =
        CommandRun.of("generate", "--generator", "x", "--models", "no/such/dir", "--debug");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("no/such/dir", "\tat ");
  }
}
