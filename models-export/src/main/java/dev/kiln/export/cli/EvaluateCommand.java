package dev.kiln.export.cli;

import dev.kiln.export.evaluate.CardScores;
import dev.kiln.export.evaluate.Evaluation;
import dev.kiln.export.evaluate.EvaluationPlan;
import dev.kiln.export.evaluate.Judge;
import dev.kiln.export.evaluate.Report;
import dev.kiln.generation.engine.Engine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges a generator. */
@Command(
    name = "evaluate",
    description = {
      "Makes samples of a generator of digits, class by class, and lets the judge say which digit each of them shows.",
      "The judge is a small classifier that never saw what generators learn from. Needs no PyTorch."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "GENERATOR", description = "The generator's name, or NAME/VERSION.")
  String generator = "";

  @Option(
      names = "--models",
      paramLabel = "DIR",
      defaultValue = "models",
      description = "Where the generators lie. Default: ${DEFAULT-VALUE}.")
  Path models = Path.of("models");

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many samples. Default: ${DEFAULT-VALUE}.")
  int count = 1000;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of the samples. Default: ${DEFAULT-VALUE}.")
  long seed = 1;

  @Option(names = "--sampler", description = "The sampler. Default: the generator's own.")
  @Nullable String sampler;

  @Option(names = "--steps", description = "How many steps. Default: the generator's own.")
  @Nullable Integer steps;

  @Option(names = "--guidance", description = "Guidance strength. Default: the generator's own.")
  @Nullable Double guidance;

  @Option(names = "--json", description = "Print one line of JSON instead of a table.")
  boolean json;

  @Option(names = "--write-card", description = "Keep the score in the generator's card.")
  boolean writeCard;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    int slash = generator.indexOf('/');
    EvaluationPlan plan =
        new EvaluationPlan(
            slash < 0 ? generator : generator.substring(0, slash),
            slash < 0 ? null : generator.substring(slash + 1),
            count,
            seed,
            sampler,
            steps,
            guidance);
    PrintWriter out = spec.commandLine().getOut();
    try (Judge judge = Judge.shipped();
        Engine engine = Engine.open(models)) {
      Report report = new Evaluation(engine, judge, System::nanoTime).run(plan);
      out.print(json ? report.json(judge.facts()) + "\n" : report.table());
      out.flush();
      if (writeCard) {
        CardScores.write(
            models.resolve(report.generator()).resolve(report.version()),
            report.score(judge.facts()));
      }
    }
    return 0;
  }
}
