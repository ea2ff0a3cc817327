package dev.kiln.export.ops;

import org.jspecify.annotations.Nullable;

/**
 * Weighted sums: matrix products and convolutions, given their weights.
 *
 * @param <T> a value in the graph
 */
public interface Projections<T> {
  /** Product of the last two dimensions, batched over those before. */
  T matmul(T a, T b);

  /** x [..., in] times weight [out, in] transposed, plus bias [out]: [..., out]. */
  T linear(T x, T weight, @Nullable T bias);

  /** x [N, in, L], weight [out, in / groups, k], bias [out]: [N, out, L']. */
  T conv1d(T x, T weight, @Nullable T bias, Convolution how);

  /** x [N, in, H, W], weight [out, in / groups, k, k], bias [out]: [N, out, H', W']. */
  T conv2d(T x, T weight, @Nullable T bias, Convolution how);

  /** x [N, in, L], weight [in, out / groups, k], bias [out]: [N, out, L']. */
  T convTranspose1d(T x, T weight, @Nullable T bias, Convolution how);

  /** x [N, in, H, W], weight [in, out / groups, k, k], bias [out]: [N, out, H', W']. */
  T convTranspose2d(T x, T weight, @Nullable T bias, Convolution how);

  /** Convolution with a stride and a padding. */
  default T conv2d(T x, T weight, @Nullable T bias, long stride, long padding) {
    return conv2d(x, weight, bias, Convolution.of(stride, padding));
  }

  /** Transposed convolution with a stride and a padding. */
  default T convTranspose2d(T x, T weight, @Nullable T bias, long stride, long padding) {
    return convTranspose2d(x, weight, bias, Convolution.of(stride, padding));
  }
}
