package dev.kiln.export.recipe;

import java.util.List;

/** Shapes of tensors. */
final class Shapes {
  private Shapes() {}

  /** So many rows of a shape. */
  static long[] rows(long count, List<Long> row) {
    long[] shape = new long[row.size() + 1];
    shape[0] = count;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = row.get(i - 1);
    }
    return shape;
  }
}
