package dev.kiln.export.evaluate.table;

import dev.kiln.generation.card.ColumnSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The values of a column in some rows. Pure functions. */
final class Values {
  private Values() {}

  /** The numbers that are not missing. */
  static double[] numbers(ColumnSpec column, List<Map<String, @Nullable Object>> rows) {
    return rows.stream()
        .map(row -> row.get(column.name()))
        .filter(Objects::nonNull)
        .mapToDouble(value -> ((Number) value).doubleValue())
        .toArray();
  }

  /** The share of each value that occurs, among those that are not missing. */
  static Map<String, Double> shares(ColumnSpec column, List<Map<String, @Nullable Object>> rows) {
    Map<String, Double> counts = new TreeMap<>();
    double total = 0;
    for (Map<String, @Nullable Object> row : rows) {
      Object value = row.get(column.name());
      if (value != null) {
        counts.merge(value.toString(), 1.0, Double::sum);
        total++;
      }
    }
    double all = total;
    counts.replaceAll((value, count) -> count / all);
    return counts;
  }

  /** The share of rows in which the value is missing. */
  static double missing(ColumnSpec column, List<Map<String, @Nullable Object>> rows) {
    return (double) rows.stream().filter(row -> row.get(column.name()) == null).count()
        / rows.size();
  }

  static double mean(double... values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  static double deviation(double... values) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / values.length);
  }
}
