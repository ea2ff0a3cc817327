package dev.kiln.bench.cli;

import dev.kiln.bench.question.OneStep;
import dev.kiln.bench.report.Report;
import dev.kiln.streams.cli.HelpOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./kiln bench onestep}. */
@Command(
    name = "onestep",
    description =
        "What a record costs: a generator of one step at full rate, its network's own time subtracted,"
            + " against a topology that only passes records of the same size through.",
    footer = {"", "Example:", "  ./kiln bench onestep --networks tiny"},
    sortOptions = false)
final class OneStepCommand implements Callable<Integer> {

  /** With fewer, the side that commits every 100 ms would wait for its commits. */
  private static final int FULL_RATE = 8;

  @Mixin private BenchOptions options = new BenchOptions();
  @Mixin HelpOption help = new HelpOption();

  @Override
  public Integer call() {
    Report report = options.report("onestep");
    new OneStep(options.setting(FULL_RATE), report).run();
    report.finish();
    return 0;
  }
}
