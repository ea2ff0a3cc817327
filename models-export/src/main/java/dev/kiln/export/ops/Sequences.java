package dev.kiln.export.ops;

import org.jspecify.annotations.Nullable;

/**
 * Tokens and sequences, given their weights.
 *
 * @param <T> a value in the graph
 */
public interface Sequences<T> {
  /** Rows of table [count, width] looked up by indices [...] (int64): [..., width]. */
  T embedding(T indices, T table);

  /**
   * For each vector of x [..., width] the nearest row of table [count, width] by Euclidean
   * distance: its index [...] (int64). The encoder's half of a codebook (van den Oord et al. 2017,
   * arXiv 1711.00937); {@link #embedding} is the other half.
   */
  T nearest(T x, T table);

  /**
   * Scaled dot-product attention (Vaswani et al. 2017, arXiv 1706.03762), {@code softmax(q k^T /
   * sqrt(d)) v}: q [N, heads, L, d], k [N, heads, S, d], v [N, heads, S, e] give [N, heads, L, e].
   *
   * @param keyMask truth values [N, S], false where a key is padding; null if all count. A row
   *     without any true key is undefined.
   * @param causal whether a place sees only itself and those before; then L equals S
   */
  T attention(T query, T key, T value, @Nullable T keyMask, boolean causal);

  /**
   * Long short-term memory (Hochreiter and Schmidhuber 1997) from a zero state: x [N, L, in] to the
   * hidden states [N, L, hidden].
   *
   * <p>The weights stand as ONNX has them, so that a file holds what was trained: gates in the
   * order input, output, forget, cell (PyTorch: input, forget, cell, output).
   *
   * @param weight [1, 4 hidden, in]
   * @param recurrence [1, 4 hidden, hidden]
   * @param bias [1, 8 hidden]: of the weight, then of the recurrence
   */
  T lstm(T x, T weight, T recurrence, T bias);

  /**
   * Gated recurrent unit (Cho et al. 2014, arXiv 1406.1078) from a zero state: x [N, L, in] to the
   * hidden states [N, L, hidden].
   *
   * <p>The weights stand as ONNX has them: gates in the order update, reset, hidden (PyTorch:
   * reset, update, hidden); the reset gate is applied after the recurrence, as in PyTorch and
   * cuDNN.
   *
   * @param weight [1, 3 hidden, in]
   * @param recurrence [1, 3 hidden, hidden]
   * @param bias [1, 6 hidden]: of the weight, then of the recurrence
   */
  T gru(T x, T weight, T recurrence, T bias);
}
