package dev.kiln.bench.cli;

import dev.kiln.streams.cli.HelpOption;
import dev.kiln.streams.cli.KilnMain;
import dev.kiln.streams.cli.Logs;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./kiln bench}: one command a question. */
@Command(
    name = "kiln bench",
    description = {
      "Measure what Kiln costs, against the limit of this machine.",
      "",
      "Each command answers one question. It measures its sides in turns, says median, least and"
          + " most of all rounds, and prints one line of JSON last. A broker runs in a process of"
          + " its own where there is one. Figures are as good as the machine is quiet: the load"
          + " before and after is part of the JSON. The log goes to kiln-bench.log in the directory"
          + " for temporary files."
    },
    synopsisSubcommandLabel = "QUESTION",
    subcommands = {
      LimitCommand.class,
      NaiveCommand.class,
      MixedCommand.class,
      OneStepCommand.class,
      AdvanceCommand.class,
      NoiseCommand.class,
      EncodeCommand.class,
      ScaleCommand.class
    })
public final class BenchMain implements Runnable {

  @Mixin HelpOption help = new HelpOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs one question and exits with its code. */
  public static void main(String[] args) {
    Logs.toFile(Path.of(System.getProperty("java.io.tmpdir"), "kiln-bench.log"));
    System.exit(KilnMain.commandLine(new BenchMain()).execute(args));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "say what to measure: " + String.join(", ", spec.subcommands().keySet()));
  }
}
