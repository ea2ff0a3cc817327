package dev.kiln.export.evaluate.measure;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * The nearest neighbours of each point of one set in another.
 *
 * @param k how many neighbours each point has
 * @param indices of the neighbours, nearest first; those of point i begin at {@code i * k}
 * @param distances to them, Euclidean, in the same order
 */
@SuppressWarnings("ArrayRecordComponent")
record Neighbours(int k, int[] indices, float[] distances) {

  /** The k nearest of all candidates. */
  static Neighbours of(Points queries, Points candidates, int k) {
    return of(queries, candidates, k, query -> -1);
  }

  /** The k nearest other points of the same set. */
  static Neighbours among(Points points, int k) {
    return of(points, points, k, query -> query);
  }

  /**
   * The k nearest candidates but one.
   *
   * @param self the candidate that is the query itself and does not count, or -1
   * @throws IllegalArgumentException if there are too few candidates
   */
  static Neighbours of(Points queries, Points candidates, int k, IntUnaryOperator self) {
    if (candidates.count() < k + 1) {
      throw new IllegalArgumentException(
          "the "
              + k
              + " nearest neighbours need at least "
              + (k + 1)
              + " points, there are "
              + candidates.count());
    }
    int[] indices = new int[queries.count() * k];
    float[] distances = new float[queries.count() * k];
    Distances.each(
        queries,
        candidates,
        (query, squared) -> {
          int at = query * k;
          Arrays.fill(distances, at, at + k, Float.POSITIVE_INFINITY);
          int left = self.applyAsInt(query);
          for (int j = 0; j < candidates.count(); j++) {
            if (j != left && squared[j] < distances[at + k - 1]) {
              insert(indices, distances, at, k, j, squared[j]);
            }
          }
          for (int i = at; i < at + k; i++) {
            distances[i] = (float) Math.sqrt(distances[i]);
          }
        });
    return new Neighbours(k, indices, distances);
  }

  private static void insert(
      int[] indices, float[] distances, int at, int k, int index, float squared) {
    int place = at + k - 1;
    while (place > at && distances[place - 1] > squared) {
      distances[place] = distances[place - 1];
      indices[place] = indices[place - 1];
      place--;
    }
    distances[place] = squared;
    indices[place] = index;
  }

  /** The distance of each point to the farthest of its k neighbours. */
  float[] radii() {
    float[] radii = new float[distances.length / k];
    for (int i = 0; i < radii.length; i++) {
      radii[i] = distances[i * k + k - 1];
    }
    return radii;
  }
}
