package dev.kiln.bench.cli;

import dev.kiln.bench.question.Naive;
import dev.kiln.bench.report.Report;
import dev.kiln.streams.cli.HelpOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./kiln bench naive}. */
@Command(
    name = "naive",
    description =
        "Against the app that one writes by hand: Kafka Streams mapValues, one session, one record"
            + " at a time, exactly once; in a closed loop, and open at 10, 50 and 80%% of its rate.",
    footer = {"", "Example:", "  ./kiln bench naive --networks small"},
    sortOptions = false)
final class NaiveCommand implements Callable<Integer> {

  @Option(
      names = "--naive-threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Stream threads of the hand-written app (default: 1, as Kafka Streams has).")
  private int threads;

  @Mixin private BenchOptions options = new BenchOptions();
  @Mixin HelpOption help = new HelpOption();

  @Override
  public Integer call() {
    Report report = options.report("naive");
    new Naive(options.setting(), report, threads).run();
    report.finish();
    return 0;
  }
}
