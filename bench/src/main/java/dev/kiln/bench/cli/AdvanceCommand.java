package dev.kiln.bench.cli;

import dev.kiln.bench.kernel.AdvanceKernel;
import dev.kiln.bench.question.Kernels;
import dev.kiln.bench.report.Report;
import dev.kiln.streams.cli.HelpOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./kiln bench advance}. */
@Command(
    name = "advance",
    description =
        "One step of one sample, for each kind of sampler, against a copy of the bytes that it must"
            + " touch (JMH).",
    footer = {"", "Example:", "  ./kiln bench advance --rounds 3"},
    sortOptions = false)
final class AdvanceCommand implements Callable<Integer> {

  @Mixin private BenchOptions options = new BenchOptions();
  @Mixin HelpOption help = new HelpOption();

  @Override
  public Integer call() {
    Report report = options.report("advance");
    new Kernels(AdvanceKernel.class, options.setting().rounds(), report).run();
    report.finish();
    return 0;
  }
}
