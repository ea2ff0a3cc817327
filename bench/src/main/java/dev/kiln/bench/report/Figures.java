package dev.kiln.bench.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One figure as several rounds measured it.
 *
 * @param values one a round, in the order of the rounds; at least one
 */
public record Figures(List<Double> values) {

  public Figures {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a figure needs at least one round");
    }
  }

  /** The middle value; between the two in the middle where their number is even. */
  public double median() {
    double[] sorted = sorted();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  public double min() {
    return sorted()[0];
  }

  public double max() {
    return sorted()[values.size() - 1];
  }

  private double[] sorted() {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  /** Median, min and max, for JSON. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("median", rounded(median()));
    json.put("min", rounded(min()));
    json.put("max", rounded(max()));
    return json;
  }

  /** Four digits that count, which is more than any round repeats. */
  static double rounded(double value) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.4g", value));
  }

  /** Such as {@code 12.3 (11.9 to 12.8)}. */
  @Override
  public String toString() {
    return "%s (%s to %s)".formatted(text(median()), text(min()), text(max()));
  }

  private static String text(double value) {
    double size = Math.abs(value);
    String form = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, form, value);
  }
}
