package dev.kiln.export.evaluate.table;

import dev.kiln.export.data.table.Table;
import dev.kiln.export.evaluate.Progress;
import dev.kiln.generation.card.ColumnSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is measured of generated rows. Held-out rows are what both the generated and the learned
 * rows are held against, and there are as many of the ones as of the others where the plan asks for
 * no other number; so what the learned rows score is what a perfect generator would.
 *
 * @param heldOut the rows held against
 * @param learned the real rows
 * @param made the generated rows
 * @param distances by column, of the generated rows
 * @param floors by column, of the learned rows
 * @param pairs the association of columns in the generated rows
 * @param realPairs the same in the learned rows
 * @param heldOutPairs the same in the held-out rows
 * @param nearest of each generated row to the learned rows
 * @param nearestHeldOut of each held-out row to the learned rows
 * @param targets what models score
 */
@SuppressWarnings("ArrayRecordComponent")
record TableFindings(
    Table heldOut,
    Table learned,
    Table made,
    double[] distances,
    double[] floors,
    double[][] pairs,
    double[][] realPairs,
    double[][] heldOutPairs,
    double[] nearest,
    double[] nearestHeldOut,
    List<TargetScore> targets) {

  /** Measures everything. */
  static TableFindings of(
      Table heldOut,
      Table learned,
      Table made,
      List<ColumnSpec> targets,
      long seed,
      Progress progress) {
    List<ColumnSpec> columns = made.columns();
    RowDistance distance = new RowDistance(columns);
    List<TargetScore> scores = new ArrayList<>();
    for (ColumnSpec target : targets) {
      ForestScore forest = new ForestScore(columns, target, seed);
      scores.add(
          new TargetScore(
              target,
              forest.of(learned.rows(), heldOut.rows()),
              forest.of(made.rows(), heldOut.rows())));
      progress.at("models", scores.size(), targets.size());
    }
    return new TableFindings(
        heldOut,
        learned,
        made,
        distances(columns, heldOut.rows(), made.rows()),
        distances(columns, heldOut.rows(), learned.rows()),
        Association.matrix(columns, made.rows()),
        Association.matrix(columns, learned.rows()),
        Association.matrix(columns, heldOut.rows()),
        distance.nearest(made.rows(), learned.rows()),
        distance.nearest(heldOut.rows(), learned.rows()),
        scores);
  }

  private static double[] distances(
      List<ColumnSpec> columns,
      List<Map<String, @Nullable Object>> real,
      List<Map<String, @Nullable Object>> made) {
    return columns.stream().mapToDouble(c -> ColumnDistance.of(c, real, made)).toArray();
  }

  /** The mean over the columns of the difference in how often the value is missing. */
  static double missing(Table real, Table made) {
    return made.columns().stream()
        .mapToDouble(c -> ColumnDistance.missing(c, real.rows(), made.rows()))
        .average()
        .orElse(0);
  }

  /**
   * The mean score of models that learned from samples over that of models that learned from real
   * rows, of the columns that can be predicted at all; NaN where none can. Not the mean of the
   * columns' ratios: a column that is hardly predictable would count most.
   */
  double ratio() {
    List<TargetScore> predictable =
        targets.stream().filter(target -> !Double.isNaN(target.ratio())).toList();
    return predictable.stream().mapToDouble(TargetScore::synthetic).sum()
        / predictable.stream().mapToDouble(TargetScore::real).sum();
  }

  /** The mean of the values that are there. */
  static double mean(double... values) {
    return Arrays.stream(values).filter(v -> !Double.isNaN(v)).average().orElse(Double.NaN);
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** The share of rows that are a learned row, value for value. */
  static double copies(double... nearest) {
    return (double) Arrays.stream(nearest).filter(d -> d == 0).count() / nearest.length;
  }
}
