package dev.kiln.export.ops;

/**
 * Layers: an operation together with the parameters it asks for.
 *
 * <p>Parameters are named {@code name.weight} and {@code name.bias}, and start as PyTorch's layers
 * do.
 */
public final class Layers {
  private Layers() {}

  /** [N, in] to [N, out]. */
  public static <T> T linear(Ops<T> ops, String name, T x, long in, long out) {
    return ops.linear(
        x,
        ops.parameter(name + ".weight", Initializer.fanIn(in), out, in),
        ops.parameter(name + ".bias", Initializer.fanIn(in), out));
  }

  /** Convolution with stride 1 that keeps height and width; the kernel size is odd. */
  public static <T> T conv(Ops<T> ops, String name, T x, long in, long out, long kernel) {
    return conv(ops, name, x, in, out, kernel, 1, kernel / 2);
  }

  /** Convolution. */
  public static <T> T conv(
      Ops<T> ops, String name, T x, long in, long out, long kernel, long stride, long padding) {
    Initializer start = Initializer.fanIn(in * kernel * kernel);
    return ops.conv2d(
        x,
        ops.parameter(name + ".weight", start, out, in, kernel, kernel),
        ops.parameter(name + ".bias", start, out),
        stride,
        padding);
  }

  /** Convolution that starts as zero, so that the block which it ends starts as the identity. */
  public static <T> T zeroConv(Ops<T> ops, String name, T x, long in, long out, long kernel) {
    Initializer zero = Initializer.constant(0);
    return ops.conv2d(
        x,
        ops.parameter(name + ".weight", zero, out, in, kernel, kernel),
        ops.parameter(name + ".bias", zero, out),
        1,
        kernel / 2);
  }

  /**
   * Transposed convolution: height and width become {@code (size - 1) * stride - 2 * padding +
   * kernel}.
   */
  public static <T> T convTranspose(
      Ops<T> ops, String name, T x, long in, long out, long kernel, long stride, long padding) {
    Initializer start = Initializer.fanIn(out * kernel * kernel);
    return ops.convTranspose2d(
        x,
        ops.parameter(name + ".weight", start, in, out, kernel, kernel),
        ops.parameter(name + ".bias", start, out),
        stride,
        padding);
  }

  /** Learned vectors of a width, one for each of {@code count} indices. */
  public static <T> T embedding(Ops<T> ops, String name, T indices, long count, long width) {
    return ops.embedding(
        indices, ops.parameter(name + ".weight", Initializer.normal(1), count, width));
  }

  /** Group normalisation with learned scale and shift. */
  public static <T> T groupNorm(Ops<T> ops, String name, T x, long groups, long channels) {
    return ops.groupNorm(
        x,
        groups,
        ops.parameter(name + ".weight", Initializer.constant(1), channels),
        ops.parameter(name + ".bias", Initializer.constant(0), channels));
  }

  /** Batch normalisation with learned scale and shift, and running statistics. */
  public static <T> T batchNorm(Ops<T> ops, String name, T x, long channels) {
    return ops.batchNorm(
        x,
        ops.parameter(name + ".weight", Initializer.constant(1), channels),
        ops.parameter(name + ".bias", Initializer.constant(0), channels),
        ops.buffer(name + ".running_mean", 0, channels),
        ops.buffer(name + ".running_var", 1, channels));
  }
}
