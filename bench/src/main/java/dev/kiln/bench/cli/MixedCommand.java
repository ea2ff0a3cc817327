package dev.kiln.bench.cli;

import dev.kiln.bench.question.Mixed;
import dev.kiln.bench.report.Report;
import dev.kiln.streams.cli.HelpOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./kiln bench mixed}. */
@Command(
    name = "mixed",
    description =
        "Nine short requests to a long one, at random times, at 50, 70 and 90%% of what the machine can"
            + " do: Kiln's engine, first in first out, and static batches with a window of time.",
    footer = {"", "Example:", "  ./kiln bench mixed --loads 0.5,0.8"},
    sortOptions = false)
final class MixedCommand implements Callable<Integer> {

  @Option(
      names = "--loads",
      split = ",",
      paramLabel = "SHARE",
      defaultValue = "0.5,0.7,0.9",
      description = "Shares of the machine's capacity (default: ${DEFAULT-VALUE}).")
  private List<Double> loads = List.of();

  @Mixin private BenchOptions options = new BenchOptions();
  @Mixin HelpOption help = new HelpOption();

  @Override
  public Integer call() {
    Report report = options.report("mixed");
    new Mixed(options.setting(), report, loads).run();
    report.finish();
    return 0;
  }
}
