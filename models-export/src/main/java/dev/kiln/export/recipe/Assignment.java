package dev.kiln.export.recipe;

import java.util.Arrays;

/**
 * The assignment problem: the Hungarian method with shortest augmenting paths (Kuhn 1955; Jonker
 * and Volgenant 1987), exact, in cubic time.
 */
final class Assignment {
  private static final int NONE = -1;

  private Assignment() {}

  /**
   * Which column each row gets so that the costs add up to the least.
   *
   * @param cost square
   */
  static int[] cheapest(double[][] cost) {
    int n = cost.length;
    double[] rowPrice = new double[n];
    double[] columnPrice = new double[n];
    int[] rowOf = new int[n];
    Arrays.fill(rowOf, NONE);
    for (int row = 0; row < n; row++) {
      assign(row, cost, rowPrice, columnPrice, rowOf);
    }
    int[] columnOf = new int[n];
    for (int column = 0; column < n; column++) {
      columnOf[rowOf[column]] = column;
    }
    return columnOf;
  }

  /** Finds a column for one more row, moving others along the cheapest path. */
  private static void assign(
      int start, double[][] cost, double[] rowPrice, double[] columnPrice, int[] rowOf) {
    int n = cost.length;
    double[] distance = new double[n];
    int[] before = new int[n];
    boolean[] reached = new boolean[n];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    Arrays.fill(before, NONE);
    int row = start;
    int column = NONE;
    double far = 0;
    while (row != NONE) {
      int nearest = NONE;
      for (int j = 0; j < n; j++) {
        if (reached[j]) {
          continue;
        }
        double reduced = far + cost[row][j] - rowPrice[row] - columnPrice[j];
        if (reduced < distance[j]) {
          distance[j] = reduced;
          before[j] = column;
        }
        if (nearest == NONE || distance[j] < distance[nearest]) {
          nearest = j;
        }
      }
      column = nearest;
      far = distance[column];
      reached[column] = true;
      row = rowOf[column];
    }
    for (int j = 0; j < n; j++) {
      if (reached[j] && j != column) {
        rowPrice[rowOf[j]] += far - distance[j];
        columnPrice[j] -= far - distance[j];
      }
    }
    rowPrice[start] += far;
    while (column != NONE) {
      int previous = before[column];
      rowOf[column] = previous == NONE ? start : rowOf[previous];
      column = previous;
    }
  }
}
