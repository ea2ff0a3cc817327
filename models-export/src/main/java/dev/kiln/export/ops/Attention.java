package dev.kiln.export.ops;

import org.jspecify.annotations.Nullable;

/**
 * Attention with several heads as a layer (Vaswani et al. 2017, arXiv 1706.03762), with four linear
 * layers {@code query}, {@code key}, {@code value} and {@code out}.
 *
 * @param width numbers of a token; a multiple of the heads
 * @param heads how many heads
 */
public record Attention(long width, long heads) {
  public Attention {
    if (heads < 1 || width % heads != 0) {
      throw new IllegalArgumentException(
          "a width of " + width + " does not split into " + heads + " heads");
    }
  }

  /**
   * Tokens [N, L, width] attend to each other.
   *
   * @param keyMask truth values [N, L], false where a token is padding; null if all count
   * @param causal whether a token sees only itself and those before
   */
  public <T> T self(Ops<T> ops, String name, T x, @Nullable T keyMask, boolean causal) {
    return apply(ops.in(name), x, x, width, keyMask, causal);
  }

  /**
   * Tokens x [N, L, width] attend to a context [N, S, contextWidth], such as the words of a prompt.
   *
   * @param keyMask truth values [N, S], false where a context token is padding; null if all count
   */
  public <T> T cross(
      Ops<T> ops, String name, T x, T context, long contextWidth, @Nullable T keyMask) {
    return apply(ops.in(name), x, context, contextWidth, keyMask, false);
  }

  private <T> T apply(
      Ops<T> ops, T x, T context, long contextWidth, @Nullable T keyMask, boolean causal) {
    T query = split(ops, Layers.linear(ops, "query", x, width, width));
    T key = split(ops, Layers.linear(ops, "key", context, contextWidth, width));
    T value = split(ops, Layers.linear(ops, "value", context, contextWidth, width));
    T mixed = ops.attention(query, key, value, keyMask, causal);
    T joined = ops.reshape(ops.transpose(mixed, 0, 2, 1, 3), 0, 0, width);
    return Layers.linear(ops, "out", joined, width, width);
  }

  /** [N, L, width] to [N, heads, L, width / heads]. */
  private <T> T split(Ops<T> ops, T x) {
    return ops.transpose(ops.reshape(x, 0, 0, heads, width / heads), 0, 2, 1, 3);
  }
}
