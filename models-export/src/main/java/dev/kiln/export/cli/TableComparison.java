package dev.kiln.export.cli;

import dev.kiln.export.data.Holdout;
import dev.kiln.export.data.table.Table;
import dev.kiln.export.data.table.TableParts;
import dev.kiln.export.evaluate.CardScores;
import dev.kiln.export.evaluate.EvaluationPlan;
import dev.kiln.export.evaluate.Progress;
import dev.kiln.export.evaluate.SampleMaker;
import dev.kiln.export.evaluate.report.Metric;
import dev.kiln.export.evaluate.report.Report;
import dev.kiln.export.evaluate.table.TableEvaluation;
import dev.kiln.export.evaluate.table.TablePlan;
import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code evaluate} lets one choose for tables, and how it holds rows against a table. */
final class TableComparison {
  private static final int MOST = 5_000;

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description =
          "For tables: the column that models are to predict. Default: each column in turn.")
  @Nullable String target;

  /** Whether {@code --data} names a table. */
  static boolean isMeantBy(String data) {
    return data.equals(TableSource.CUSTOMERS) || data.startsWith(TableSource.CSV);
  }

  /**
   * Makes rows and holds them against the table.
   *
   * @param plan which generator, and how to sample it
   * @param count how many rows, or null for as many as it learned from, up to {@link #MOST}
   * @param holdout the rows that it did not learn from
   */
  Report run(
      Engine engine,
      EvaluationPlan plan,
      @Nullable Integer count,
      String data,
      Holdout holdout,
      Progress progress)
      throws IOException {
    return report(
        engine, plan, count, data, holdout, target == null ? null : List.of(target), progress);
  }

  /**
   * Scores a generator that has just been written, without training models, and keeps the scores in
   * its card.
   *
   * @param generator the generator's directory, {@code models/NAME}
   * @return the score in one sentence
   */
  static String score(Path generator, String version, String data, Holdout holdout)
      throws IOException {
    String name = String.valueOf(generator.getFileName());
    EvaluationPlan plan = new EvaluationPlan(name, version, MOST, 1, null, null, null);
    try (Engine engine = Engine.open(generator.toAbsolutePath().resolveSibling(""))) {
      Report report = report(engine, plan, null, data, holdout, List.of(), Progress.NONE);
      CardScores.write(generator.resolve(version), report.scores());
      Metric columns = report.metric(TableEvaluation.COLUMNS);
      return "columns lie %s from held-out rows, those of real rows %s; more by ./kiln evaluate %s --data %s"
          .formatted(columns.shown(), columns.shownFloor(), name, data);
    }
  }

  private static Report report(
      Engine engine,
      EvaluationPlan plan,
      @Nullable Integer count,
      String data,
      Holdout holdout,
      @Nullable List<String> targets,
      Progress progress)
      throws IOException {
    TableParts parts = TableParts.of(TableSource.open(data), holdout);
    GeneratorCard card = SampleMaker.card(engine, plan.generator(), plan.version());
    if (card.sample().kind() != SampleKind.ROW) {
      throw new IllegalArgumentException(
          card.name() + " makes no rows, --data names the table " + parts.learned().name());
    }
    List<ColumnSpec> columns = card.sample().columns();
    Table learned = Table.of(parts.learned(), columns);
    EvaluationPlan rows =
        new EvaluationPlan(
            plan.generator(),
            plan.version(),
            count != null ? count : Math.min(MOST, learned.size()),
            plan.seed(),
            plan.sampler(),
            plan.steps(),
            plan.guidance());
    return new TableEvaluation(engine, System::nanoTime, progress)
        .run(
            new TablePlan(
                rows,
                learned,
                Table.of(parts.heldOut(), columns),
                targets,
                TrainingData.withoutFolders(data)
                    + (holdout.share() == TableOptions.HOLDOUT
                        ? ""
                        : " --holdout " + holdout.share())));
  }
}
