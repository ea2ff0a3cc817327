package dev.kiln.bench.cli;

import dev.kiln.bench.net.BenchNetwork;
import dev.kiln.bench.question.Setting;
import dev.kiln.bench.report.Report;
import dev.kiln.generation.network.OnnxOptions;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that all questions share. */
final class BenchOptions {

  @Option(
      names = "--networks",
      paramLabel = "SIZE",
      defaultValue = "small",
      description = "tiny, small or medium: the network, with random weights (default: small).")
  private BenchNetwork network = BenchNetwork.SMALL;

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      defaultValue = "cpu",
      description = "cpu, or cuda in a build with -Pgpu (default: cpu).")
  private OnnxOptions.Provider provider = OnnxOptions.Provider.CPU;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each side is measured (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "10",
      description = "How long each side is measured in a round (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "20",
      description =
          "How long each side runs before the first round, until brokers and apps are compiled"
              + " (default: ${DEFAULT-VALUE}).")
  private double warmUp;

  @Option(
      names = "--open",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "How many requests a closed loop keeps under way (default: enough for the network).")
  private int open;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "20",
      description = "Sampling steps, where the question does not say (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "A setting of the app other than its default, such as commit.interval.ms=200; may be"
              + " given again.")
  private Map<String, String> app = Map.of();

  @Option(names = "--json", description = "Print the line of JSON and nothing else.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec mixee = CommandSpec.create();

  Setting setting() {
    return setting(1);
  }

  /** With so many times as many requests under way as usual, unless the command says how many. */
  Setting setting(int times) {
    int enough = times * (network == BenchNetwork.TINY ? 512 : 64);
    try {
      return new Setting(
          network, provider, rounds, seconds, warmUp, open == 0 ? enough : open, steps, app);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(mixee.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** The report of a question that is about this network. */
  Report report(String question) {
    Report report = new Report(question, mixee.commandLine().getOut(), json);
    report.fact("network", network.spelling());
    report.fact("parameters", network.parameters());
    report.fact("provider", provider.name().toLowerCase(Locale.ROOT));
    report.fact("seconds", seconds);
    if (!app.isEmpty()) {
      report.fact("settings", app);
    }
    return report;
  }
}
