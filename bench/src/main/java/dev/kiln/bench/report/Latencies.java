package dev.kiln.bench.report;

import java.util.Arrays;

/** Times of many requests, in milliseconds. For one thread. */
public final class Latencies {

  private double[] values = new double[1024];
  private int count;

  public void add(double millis) {
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = millis;
  }

  public int count() {
    return count;
  }

  /**
   * The time that a share of the requests was within, by the nearest rank.
   *
   * @param share such as 0.99
   */
  public double percentile(double share) {
    if (count == 0) {
      return Double.NaN;
    }
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(share * count) - 1)];
  }
}
