package dev.kiln.export.cli;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.data.TrainingSet;
import dev.kiln.export.data.shapes.CaptionedShapes;
import dev.kiln.export.evaluate.CardScores;
import dev.kiln.export.evaluate.Evaluation;
import dev.kiln.export.evaluate.EvaluationPlan;
import dev.kiln.export.evaluate.Judge;
import dev.kiln.export.evaluate.shapes.ShapesEvaluation;
import dev.kiln.export.evaluate.shapes.ShapesReport;
import dev.kiln.generation.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Scores a generator that has just been written: digits by the shipped judge, captioned shapes by a
 * rule.
 */
final class Scoring {
  private static final int SAMPLES = 500;
  private static final long SEED = 1;
  private static final long[] DIGIT = {1, 28, 28};
  private static final List<String> DIGITS =
      IntStream.range(0, 10).mapToObj(String::valueOf).toList();

  private Scoring() {}

  /** Whether the judge knows what such data shows. */
  static boolean fits(TrainingSet data) {
    return data instanceof CaptionedShapes
        || (data instanceof LabelledImages images
            && Arrays.equals(images.shape(), DIGIT)
            && images.classNames().equals(DIGITS));
  }

  /**
   * Makes samples, lets the judge look at them, and keeps the score in the card.
   *
   * @param generator the generator's directory, {@code models/NAME}
   * @return the score in one sentence
   */
  static String score(Path generator, String version) throws IOException {
    Path models = generator.toAbsolutePath().resolveSibling("");
    String name = String.valueOf(generator.getFileName());
    EvaluationPlan plan = new EvaluationPlan(name, version, SAMPLES, SEED, null, null, null);
    try (Judge judge = Judge.shipped();
        Engine engine = Engine.open(models)) {
      ShapesEvaluation shapes = new ShapesEvaluation(engine, System::nanoTime);
      if (shapes.suits(plan)) {
        ShapesReport report = shapes.run(plan);
        CardScores.write(generator.resolve(version), report.scores());
        return report.sentence();
      }
      var report = new Evaluation(engine, judge, System::nanoTime).run(plan);
      CardScores.write(generator.resolve(version), report.score(judge.facts()));
      return String.format(
          Locale.ROOT,
          "the judge finds the class that was asked for in %.1f%% of %d samples",
          100 * report.accuracy(),
          report.count());
    }
  }
}
