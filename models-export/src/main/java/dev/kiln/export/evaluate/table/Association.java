package dev.kiln.export.evaluate.table;

import dev.kiln.generation.card.ColumnSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How strongly two columns belong together: Pearson's correlation of two numbers (from -1 to 1),
 * the correlation ratio eta of a number and a category (Fisher 1925), Cramér's V of two categories,
 * both from 0 to 1. Rows in which either is missing are left out. Pure functions.
 */
final class Association {
  private Association() {}

  /** The association of each two columns, [column][column]; 0 where a column is constant. */
  static double[][] matrix(List<ColumnSpec> columns, List<Map<String, @Nullable Object>> rows) {
    double[][] matrix = new double[columns.size()][columns.size()];
    for (int i = 0; i < columns.size(); i++) {
      matrix[i][i] = 1;
      for (int j = 0; j < i; j++) {
        matrix[i][j] = of(columns.get(i), columns.get(j), rows);
        matrix[j][i] = matrix[i][j];
      }
    }
    return matrix;
  }

  /** The mean difference of two matrices, each pair of columns once; 0 for a single column. */
  static double difference(double[][] a, double[][] b) {
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < i; j++) {
        sum += Math.abs(a[i][j] - b[i][j]);
        pairs++;
      }
    }
    return pairs == 0 ? 0 : sum / pairs;
  }

  private static double of(ColumnSpec a, ColumnSpec b, List<Map<String, @Nullable Object>> rows) {
    List<Map<String, @Nullable Object>> both =
        rows.stream().filter(r -> r.get(a.name()) != null && r.get(b.name()) != null).toList();
    if (both.isEmpty()) {
      return 0;
    }
    if (a.type().isNumber() && b.type().isNumber()) {
      return pearson(Values.numbers(a, both), Values.numbers(b, both));
    }
    if (a.type().isNumber() || b.type().isNumber()) {
      return a.type().isNumber() ? eta(a, b, both) : eta(b, a, both);
    }
    return cramer(a, b, both);
  }

  static double pearson(double[] x, double[] y) {
    double meanX = Values.mean(x);
    double meanY = Values.mean(y);
    double product = 0;
    for (int i = 0; i < x.length; i++) {
      product += (x[i] - meanX) * (y[i] - meanY);
    }
    double spread = Values.deviation(x) * Values.deviation(y) * x.length;
    return spread == 0 ? 0 : product / spread;
  }

  /** The root of the share of a number's variance that lies between the categories. */
  private static double eta(
      ColumnSpec number, ColumnSpec category, List<Map<String, @Nullable Object>> rows) {
    double[] values = Values.numbers(number, rows);
    Map<String, double[]> sums = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      double[] sum =
          sums.computeIfAbsent(
              String.valueOf(rows.get(i).get(category.name())), key -> new double[2]);
      sum[0] += values[i];
      sum[1]++;
    }
    double mean = Values.mean(values);
    double between = 0;
    for (double[] sum : sums.values()) {
      double gap = sum[0] / sum[1] - mean;
      between += sum[1] * gap * gap;
    }
    double deviation = Values.deviation(values);
    double all = deviation * deviation * values.length;
    return all == 0 ? 0 : Math.sqrt(between / all);
  }

  private static double cramer(
      ColumnSpec a, ColumnSpec b, List<Map<String, @Nullable Object>> rows) {
    Map<String, Double> sharesA = Values.shares(a, rows);
    Map<String, Double> sharesB = Values.shares(b, rows);
    int smaller = Math.min(sharesA.size(), sharesB.size()) - 1;
    if (smaller == 0) {
      return 0;
    }
    Map<List<String>, Integer> counts = new HashMap<>();
    for (Map<String, @Nullable Object> row : rows) {
      counts.merge(
          List.of(String.valueOf(row.get(a.name())), String.valueOf(row.get(b.name()))),
          1,
          Integer::sum);
    }
    double chiSquared = -1;
    for (Map.Entry<List<String>, Integer> cell : counts.entrySet()) {
      double found = (double) cell.getValue() / rows.size();
      double expected =
          sharesA.getOrDefault(cell.getKey().get(0), 0.0)
              * sharesB.getOrDefault(cell.getKey().get(1), 0.0);
      chiSquared += found * found / expected;
    }
    return Math.sqrt(Math.max(0, chiSquared) / smaller);
  }
}
