package dev.kiln.export.nets;

import static dev.kiln.export.ops.Layers.linear;

import dev.kiln.export.ops.Initializer;
import dev.kiln.export.ops.Ops;
import org.jspecify.annotations.Nullable;

/** Residual perceptrons (Gorishniy et al. 2021, arXiv 2106.11959), which rows of a table need. */
final class Perceptron {
  private Perceptron() {}

  /**
   * So many blocks of two layers each, whose result is added to their input.
   *
   * @param h [N, width]
   * @param embedding [N, embeddingWidth], added inside every block, or null
   */
  static <T> T blocks(
      Ops<T> ops,
      String name,
      T h,
      long width,
      int blocks,
      @Nullable T embedding,
      long embeddingWidth) {
    T sum = h;
    for (int i = 0; i < blocks; i++) {
      String block = name + ".block" + i;
      T inner = linear(ops, block + ".0", ops.silu(sum), width, width);
      if (embedding != null) {
        inner = ops.add(inner, linear(ops, block + ".time", embedding, embeddingWidth, width));
      }
      sum = ops.add(sum, zeroLinear(ops, block + ".1", ops.silu(inner), width, width));
    }
    return sum;
  }

  /** A linear layer that starts as zero, so that the block which it ends starts as the identity. */
  static <T> T zeroLinear(Ops<T> ops, String name, T x, long in, long out) {
    return ops.linear(
        x,
        ops.parameter(name + ".weight", Initializer.constant(0), out, in),
        ops.parameter(name + ".bias", Initializer.constant(0), out));
  }
}
