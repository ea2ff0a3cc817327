package dev.kiln.export.export;

/**
 * How far two results may lie apart.
 *
 * @param largest the largest difference of any value
 * @param relative the root mean square of the differences, divided by that of the expected values
 */
public record Tolerance(double largest, double relative) {
  /** For arithmetic in float32, where only the order of sums differs. */
  public static final Tolerance EXACT = new Tolerance(1e-4, Double.POSITIVE_INFINITY);

  /** For rounded weights, whose effect grows with the values. */
  public static Tolerance relative(double relative) {
    return new Tolerance(Double.POSITIVE_INFINITY, relative);
  }
}
