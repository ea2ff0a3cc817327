package dev.kiln.bench.cli;

import dev.kiln.bench.kernel.NoiseKernel;
import dev.kiln.bench.question.Kernels;
import dev.kiln.bench.report.Report;
import dev.kiln.streams.cli.HelpOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./kiln bench noise}. */
@Command(
    name = "noise",
    description =
        "Drawing normals that depend on seed, sample and draw alone, against a copy (JMH).",
    footer = {"", "Example:", "  ./kiln bench noise --rounds 3"},
    sortOptions = false)
final class NoiseCommand implements Callable<Integer> {

  @Mixin private BenchOptions options = new BenchOptions();
  @Mixin HelpOption help = new HelpOption();

  @Override
  public Integer call() {
    Report report = options.report("noise");
    new Kernels(NoiseKernel.class, options.setting().rounds(), report).run();
    report.finish();
    return 0;
  }
}
