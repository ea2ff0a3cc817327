package dev.kiln.bench.cli;

import dev.kiln.bench.question.Scale;
import dev.kiln.bench.report.Report;
import dev.kiln.streams.cli.HelpOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./kiln bench scale}. */
@Command(
    name = "scale",
    description =
        "1, 2, 4 and 8 instances that share a topic, each with a simulated accelerator of its own: "
            + "throughput against linear, and how evenly partitions are served.",
    footer = {"", "Example:", "  ./kiln bench scale --steps 10"},
    sortOptions = false)
final class ScaleCommand implements Callable<Integer> {

  @Mixin private BenchOptions options = new BenchOptions();
  @Mixin HelpOption help = new HelpOption();

  @Override
  public Integer call() {
    Report report = options.report("scale");
    new Scale(options.setting(), report).run();
    report.finish();
    return 0;
  }
}
