package dev.kiln.bench.cli;

import dev.kiln.bench.kernel.EncodeKernel;
import dev.kiln.bench.question.Kernels;
import dev.kiln.bench.report.Report;
import dev.kiln.streams.cli.HelpOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./kiln bench encode}. */
@Command(
    name = "encode",
    description = "Writing a sample as raw bytes and as PNG, against a copy (JMH).",
    footer = {"", "Example:", "  ./kiln bench encode --rounds 3"},
    sortOptions = false)
final class EncodeCommand implements Callable<Integer> {

  @Mixin private BenchOptions options = new BenchOptions();
  @Mixin HelpOption help = new HelpOption();

  @Override
  public Integer call() {
    Report report = options.report("encode");
    new Kernels(EncodeKernel.class, options.setting().rounds(), report).run();
    report.finish();
    return 0;
  }
}
