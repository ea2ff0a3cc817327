package dev.kiln.export.recipe;

import dev.kiln.export.ops.torch.Tensors;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.bytedeco.pytorch.Tensor;

/** One number for each row of a batch, as tensors. */
final class Columns {
  private Columns() {}

  /** As [N]. */
  static Tensor flat(double... values) {
    return Tensors.of(floats(values), values.length);
  }

  /**
   * As [N, 1, ...], which multiplies each row of a batch of the given rank (dimensions of a row).
   */
  static Tensor column(int rank, double... values) {
    long[] shape = new long[rank + 1];
    Arrays.fill(shape, 1);
    shape[0] = values.length;
    return Tensors.of(floats(values), shape);
  }

  /** So many values of a function of the row. */
  static double[] rows(int count, IntToDoubleFunction value) {
    double[] values = new double[count];
    Arrays.setAll(values, value);
    return values;
  }

  private static float[] floats(double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /**
   * Numbers in [0, 1), evenly spread with one random offset, in no order that matters: each is
   * uniform, and together they vary the loss less (Kingma et al. 2021, arXiv 2107.00630).
   */
  static double[] spread(int count, double offset) {
    return rows(count, i -> (i + offset) / count);
  }
}
