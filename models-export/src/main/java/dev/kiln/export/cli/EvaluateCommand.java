package dev.kiln.export.cli;

import dev.kiln.export.data.InMemoryImages;
import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.data.TrainingSet;
import dev.kiln.export.evaluate.CardScores;
import dev.kiln.export.evaluate.Evaluation;
import dev.kiln.export.evaluate.EvaluationPlan;
import dev.kiln.export.evaluate.Judge;
import dev.kiln.export.evaluate.JudgeReport;
import dev.kiln.export.evaluate.Progress;
import dev.kiln.export.evaluate.features.FeatureClassifier;
import dev.kiln.export.evaluate.features.FeatureTraining;
import dev.kiln.export.evaluate.images.ImageEvaluation;
import dev.kiln.export.evaluate.report.HtmlReport;
import dev.kiln.export.evaluate.report.JsonReport;
import dev.kiln.export.evaluate.report.Report;
import dev.kiln.export.evaluate.report.TextReport;
import dev.kiln.export.evaluate.shapes.ShapesEvaluation;
import dev.kiln.export.evaluate.shapes.ShapesReport;
import dev.kiln.export.ops.torch.Threads;
import dev.kiln.generation.engine.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how good a generator is. */
@Command(
    name = "evaluate",
    description = {
      "Says how good the samples of a generator are.",
      "With --data: held against real images, in the features of a small classifier of those images, which is"
          + " trained the first time (about a minute) and kept; or against the rows of a table. Without: how often the"
          + " shipped judge of digits, a classifier that never saw what generators learn from, sees the digit that was"
          + " asked for; for captioned shapes, how many of the prompts come out right."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  ./kiln evaluate digits-ddpm --count 500 --steps 10"},
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
  private static final int JUDGED = 1000;
  private static final int COMPARED = 2000;

  /** Pictures of captioned shapes are read by a rule and need no data to be held against. */
  private static final String SHAPES = "shapes";

  /** Which drawn digits "drawn" means: those of the training recipes' default seed. */
  private static final long DRAWN_SEED = 1;

  @Parameters(paramLabel = "GENERATOR", description = "The generator's name, or NAME/VERSION.")
  String generator = "";

  @Option(
      names = "--models",
      paramLabel = "DIR",
      defaultValue = "models",
      description = "Where the generators lie. Default: ${DEFAULT-VALUE}.")
  Path models = Path.of("models");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "The real data, best what the generator learned from, described as for train.")
  @Nullable String data;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many samples. Default: 2000 with --data, 1000 without.")
  @Nullable Integer count;

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

  @Option(
      names = "--features",
      paramLabel = "FILE",
      description =
          "A feature classifier that was trained before (features-….onnx), even on other data. Default: one of the data's own.")
  @Nullable Path features;

  @Option(
      names = "--features-dir",
      paramLabel = "DIR",
      defaultValue = "checkpoints",
      description = "Where feature classifiers are kept. Default: ${DEFAULT-VALUE}.")
  Path featuresDir = Path.of("checkpoints");

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads to train features with. Default: ${DEFAULT-VALUE}.")
  int threads = 1;

  @Option(names = "--json", description = "Print one line of JSON instead of a table.")
  boolean json;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "With --data: write an HTML page with pictures and plots, DIR/index.html, or a file that ends with .html.")
  @Nullable Path page;

  @Option(names = "--write-card", description = "Keep the scores in the generator's card.")
  boolean writeCard;

  @Mixin TableComparison tables = new TableComparison();

  @ArgGroup(validate = false, heading = "%nWith --data, as for train:%n")
  DataOptions reading = new DataOptions();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    int slash = generator.indexOf('/');
    boolean compared = data != null && !data.equals(SHAPES);
    EvaluationPlan plan =
        new EvaluationPlan(
            slash < 0 ? generator : generator.substring(0, slash),
            slash < 0 ? null : generator.substring(slash + 1),
            count != null ? count : compared ? COMPARED : JUDGED,
            seed,
            sampler,
            steps,
            guidance);
    try (Engine engine = Engine.open(models)) {
      ShapesEvaluation shapes = new ShapesEvaluation(engine, System::nanoTime);
      if (data == null || (!compared && shapes.suits(plan))) {
        if (page != null || features != null) {
          throw new IllegalArgumentException(
              "--report and --features need --data, of images or rows");
        }
        if (shapes.suits(plan)) {
          examine(shapes, plan);
        } else {
          judge(engine, plan);
        }
      } else {
        compare(engine, plan, data);
      }
    }
    return 0;
  }

  private void judge(Engine engine, EvaluationPlan plan) throws IOException {
    try (Judge judge = Judge.shipped()) {
      JudgeReport report = new Evaluation(engine, judge, System::nanoTime).run(plan);
      print(json ? report.json(judge.facts()) + "\n" : report.table());
      if (writeCard) {
        CardScores.write(
            models.resolve(report.generator()).resolve(report.version()),
            report.score(judge.facts()));
      }
    }
  }

  private void examine(ShapesEvaluation shapes, EvaluationPlan plan) throws IOException {
    ShapesReport report = shapes.run(plan);
    print(json ? report.json() + "\n" : report.table());
    if (writeCard) {
      CardScores.write(
          models.resolve(report.generator()).resolve(report.version()), report.scores());
    }
  }

  private void compare(Engine engine, EvaluationPlan plan, String description) throws IOException {
    if (TableComparison.isMeantBy(description)) {
      if (features != null) {
        throw new IllegalArgumentException("--features are for images, --data names a table");
      }
      report(
          plan,
          tables.run(
              engine, plan, count, description, reading.holdout(TableOptions.HOLDOUT), progress()));
      return;
    }
    TrainingData named =
        TrainingData.open(DataForm.of(description), reading.wish(description, DRAWN_SEED));
    LabelledImages learned = labelled(named.samples(), named.name());
    boolean heldOut = named.holdout().share() > 0;
    LabelledImages real = heldOut ? labelled(named.heldOut(), named.name()) : learned;
    String name = named.name() + (heldOut ? ", held out" : "");
    Progress progress = progress();
    ImageEvaluation evaluation = new ImageEvaluation(engine, System::nanoTime, progress);
    evaluation.check(plan, real, name);
    Threads.use(threads);
    try (FeatureClassifier classifier =
        features == null
            ? FeatureTraining.of(
                InMemoryImages.copyOf(learned), named.name(), featuresDir, progress)
            : FeatureClassifier.open(features)) {
      report(
          plan,
          evaluation.run(
              plan, InMemoryImages.copyOf(real), name, description + reading.typed(), classifier));
    }
  }

  private static LabelledImages labelled(TrainingSet data, String name) {
    if (data instanceof LabelledImages images) {
      return images;
    }
    throw new IllegalArgumentException(
        "samples are held against images with classes, --data names " + name);
  }

  private Progress progress() {
    return new ProgressLine(
        spec.commandLine().getErr(), System.getenv("KILN_TERMINAL") != null, System::nanoTime);
  }

  private void report(EvaluationPlan plan, Report report) throws IOException {
    print(json ? JsonReport.of(report) + "\n" : TextReport.of(report));
    if (page != null) {
      Path written = HtmlReport.write(report, page);
      spec.commandLine().getErr().println("wrote " + written);
    }
    if (writeCard) {
      CardScores.write(
          models
              .resolve(plan.generator())
              .resolve(String.valueOf(report.settings().get("version"))),
          report.scores());
    }
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
