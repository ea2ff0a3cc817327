package dev.kiln.streams.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The entry point of {@code ./kiln}: finds the command, runs it, and turns errors into words. */
@Command(
    name = "kiln",
    description = "Generative models inside Kafka: records in, samples out.",
    versionProvider = VersionProvider.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      AugmentCommand.class,
      SendCommand.class,
      GenerateCommand.class,
      GeneratorsCommand.class,
      PlanCommand.class
    },
    footer = {
      "",
      "Four more commands bring the training libraries, and build them at their first use:",
      "  train       Train a generator and write it as ONNX.",
      "  evaluate    Judge a generator's samples.",
      "  compare     Judge and picture every sampler at every number of steps.",
      "  export      Make a generator's graphs leaner and store its weights smaller.",
      "",
      "And one measures what all this costs, see ./kiln bench --help.",
      "",
      "Exit codes: 0 done, 1 failed, 2 typed wrongly."
    })
public final class KilnMain implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(KilnMain.class);

  @Mixin HelpOption help = new HelpOption();

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version.")
  boolean version;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    Logs.asTheEnvironmentSays();
    // Otherwise Java would write it to stderr itself, as it is.
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> LOG.error("Thread {} ended with an error.", thread.getName(), e));
    System.exit(commandLine().execute(args));
  }

  /** The command line with all commands; for tests, which give it their own writers. */
  static CommandLine commandLine() {
    return commandLine(new KilnMain());
  }

  /** A command line that speaks and fails as all of Kiln's do. */
  public static CommandLine commandLine(Object root) {
    Errors errors = new Errors();
    CommandLine line = new CommandLine(root);
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler(errors);
    line.setParameterExceptionHandler(errors);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(100);
    line.setUsageHelpLongOptionsMaxWidth(32);
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "say what to do: demo, run, augment, send, generate, generators, plan, train, evaluate,"
            + " compare or export");
  }
}
