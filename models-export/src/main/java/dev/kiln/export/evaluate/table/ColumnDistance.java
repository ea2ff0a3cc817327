package dev.kiln.export.evaluate.table;

import dev.kiln.generation.card.ColumnSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How far the values of a column lie from those of real rows. Pure functions. */
final class ColumnDistance {
  private ColumnDistance() {}

  /**
   * For numbers the Wasserstein-1 distance in standard deviations of the real ones; for categories
   * and flags the total variation, which is the share of rows that would have to change. Missing
   * values are left out; NaN where one side has no value at all.
   */
  static double of(
      ColumnSpec column,
      List<Map<String, @Nullable Object>> real,
      List<Map<String, @Nullable Object>> made) {
    return column.type().isNumber()
        ? wasserstein(Values.numbers(column, real), Values.numbers(column, made))
        : totalVariation(Values.shares(column, real), Values.shares(column, made));
  }

  /** The difference of the shares of rows in which the value is missing. */
  static double missing(
      ColumnSpec column,
      List<Map<String, @Nullable Object>> real,
      List<Map<String, @Nullable Object>> made) {
    return Math.abs(Values.missing(column, real) - Values.missing(column, made));
  }

  /** The area between both distribution functions, over the deviation of the real values. */
  static double wasserstein(double[] real, double[] made) {
    if (real.length == 0 || made.length == 0) {
      return Double.NaN;
    }
    double[] a = real.clone();
    double[] b = made.clone();
    Arrays.sort(a);
    Arrays.sort(b);
    double[] all = new double[a.length + b.length];
    System.arraycopy(a, 0, all, 0, a.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    Arrays.sort(all);
    double area = 0;
    int below = 0;
    int belowMade = 0;
    for (int i = 0; i + 1 < all.length; i++) {
      while (below < a.length && a[below] <= all[i]) {
        below++;
      }
      while (belowMade < b.length && b[belowMade] <= all[i]) {
        belowMade++;
      }
      double gap = Math.abs((double) below / a.length - (double) belowMade / b.length);
      area += gap * (all[i + 1] - all[i]);
    }
    double deviation = Values.deviation(real);
    return deviation == 0 ? area : area / deviation;
  }

  private static double totalVariation(Map<String, Double> real, Map<String, Double> made) {
    if (real.isEmpty() || made.isEmpty()) {
      return Double.NaN;
    }
    Set<String> values = new TreeSet<>(real.keySet());
    values.addAll(made.keySet());
    double sum = 0;
    for (String value : values) {
      sum += Math.abs(real.getOrDefault(value, 0.0) - made.getOrDefault(value, 0.0));
    }
    return sum / 2;
  }
}
