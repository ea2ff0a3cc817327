package dev.kiln.export.evaluate.table;

import dev.kiln.generation.card.ColumnSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far two rows lie apart, from 0 to 1: the mean over the columns of the difference of two
 * numbers in parts of the column's range, and of whether two texts or flags differ (Gower 1971).
 * Missing against present is 1, missing twice 0. Safe for many threads.
 */
final class RowDistance {
  private final List<ColumnSpec> columns;
  private final double[] ranges;

  RowDistance(List<ColumnSpec> columns) {
    this.columns = columns;
    this.ranges =
        columns.stream()
            .mapToDouble(
                c ->
                    c.knots().isEmpty()
                        ? 0
                        : c.knots().get(c.knots().size() - 1) - c.knots().get(0))
            .toArray();
  }

  /** The distance of each row to the nearest of some others. */
  double[] nearest(
      List<Map<String, @Nullable Object>> rows, List<Map<String, @Nullable Object>> others) {
    double[][] prepared = others.stream().map(this::prepared).toArray(double[][]::new);
    return rows.stream().mapToDouble(row -> nearest(prepared(row), prepared)).toArray();
  }

  /** A row as numbers: a number in parts of its range, a text by its hash, NaN where missing. */
  private double[] prepared(Map<String, @Nullable Object> row) {
    double[] values = new double[columns.size()];
    for (int i = 0; i < values.length; i++) {
      Object value = row.get(columns.get(i).name());
      if (value == null) {
        values[i] = Double.NaN;
      } else if (value instanceof Number number) {
        values[i] = number.doubleValue() / (ranges[i] == 0 ? 1 : ranges[i]);
      } else {
        values[i] = value.hashCode();
      }
    }
    return values;
  }

  private static double nearest(double[] row, double[]... others) {
    double best = row.length;
    for (double[] other : others) {
      double sum = 0;
      for (int i = 0; i < row.length && sum < best; i++) {
        double gap = Math.abs(row[i] - other[i]);
        boolean oneMissing = Double.isNaN(row[i]) != Double.isNaN(other[i]);
        sum += oneMissing ? 1 : Double.isNaN(gap) ? 0 : Math.min(1, gap);
      }
      best = Math.min(best, sum);
    }
    return best / row.length;
  }
}
