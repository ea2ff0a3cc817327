package dev.kiln.export.data.table;

import dev.kiln.generation.row.RowCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Fits a column's quantiles to evenly spaced places of the normal scale. Pure. */
final class NormalScale {
  /** So many that a tenth of a standard deviation lies between two. */
  private static final int KNOTS = 61;

  private NormalScale() {}

  /**
   * The values at {@link #KNOTS} places: the first is the smallest value, the last the largest, and
   * each between them is one that occurs.
   *
   * @param values at least one
   */
  static List<Double> knots(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    List<Double> knots = new ArrayList<>();
    double lowest = probability(-RowCodec.NORMAL_LIMIT);
    for (int i = 0; i < KNOTS; i++) {
      double place = RowCodec.NORMAL_LIMIT * (2.0 * i / (KNOTS - 1) - 1);
      double share = (probability(place) - lowest) / (1 - 2 * lowest);
      knots.add(sorted[(int) Math.round(share * (sorted.length - 1))]);
    }
    return knots;
  }

  /** The standard normal distribution function, by its series around zero (Marsaglia 2004). */
  static double probability(double z) {
    double term = z;
    double sum = z;
    for (int i = 3; Math.abs(term) > 1e-17; i += 2) {
      term *= z * z / i;
      sum += term;
    }
    return 0.5 + sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }
}
