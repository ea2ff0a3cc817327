package dev.kiln.bench.cli;

import dev.kiln.bench.question.Limit;
import dev.kiln.bench.report.Report;
import dev.kiln.streams.cli.HelpOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./kiln bench limit}. */
@Command(
    name = "limit",
    description =
        "Samples a second end to end through Kafka, exactly once, against a bare ONNX Runtime loop"
            + " over the same network calls at its best batch and threads.",
    footer = {"", "Example:", "  ./kiln bench limit --networks tiny --rounds 3"},
    sortOptions = false)
final class LimitCommand implements Callable<Integer> {

  @Mixin private BenchOptions options = new BenchOptions();
  @Mixin HelpOption help = new HelpOption();

  @Override
  public Integer call() {
    Report report = options.report("limit");
    new Limit(options.setting(), report).run();
    report.finish();
    return 0;
  }
}
