package dev.kiln.export.ops;

/**
 * Layers: an operation together with the parameters it asks for.
 *
 * <p>Each stands at a place of its own: its parameters are named {@code name.weight} and {@code
 * name.bias}, its nodes and errors after {@code name}. They start as PyTorch's layers do.
 */
public final class Layers {
  private Layers() {}

  /** [N, ..., in] to [N, ..., out]. */
  public static <T> T linear(Ops<T> ops, String name, T x, long in, long out) {
    Ops<T> at = ops.in(name);
    Initializer start = Initializer.fanIn(in);
    return at.linear(x, at.parameter("weight", start, out, in), at.parameter("bias", start, out));
  }

  /** Convolution with stride 1 that keeps height and width; the kernel size is odd. */
  public static <T> T conv(Ops<T> ops, String name, T x, long in, long out, long kernel) {
    return conv(ops, name, x, in, out, kernel, 1, kernel / 2);
  }

  /** Convolution. */
  public static <T> T conv(
      Ops<T> ops, String name, T x, long in, long out, long kernel, long stride, long padding) {
    return conv(ops, name, x, in, out, kernel, Convolution.of(stride, padding));
  }

  /** Convolution that walks as told. */
  public static <T> T conv(
      Ops<T> ops, String name, T x, long in, long out, long kernel, Convolution how) {
    Ops<T> at = ops.in(name);
    long taken = in / how.groups();
    Initializer start = Initializer.fanIn(taken * kernel * kernel);
    return at.conv2d(
        x,
        at.parameter("weight", start, out, taken, kernel, kernel),
        at.parameter("bias", start, out),
        how);
  }

  /** Convolution of signals [N, in, L]. */
  public static <T> T conv1d(
      Ops<T> ops, String name, T x, long in, long out, long kernel, Convolution how) {
    Ops<T> at = ops.in(name);
    long taken = in / how.groups();
    Initializer start = Initializer.fanIn(taken * kernel);
    return at.conv1d(
        x,
        at.parameter("weight", start, out, taken, kernel),
        at.parameter("bias", start, out),
        how);
  }

  /** Convolution that starts as zero, so that the block which it ends starts as the identity. */
  public static <T> T zeroConv(Ops<T> ops, String name, T x, long in, long out, long kernel) {
    Ops<T> at = ops.in(name);
    Initializer zero = Initializer.constant(0);
    return at.conv2d(
        x,
        at.parameter("weight", zero, out, in, kernel, kernel),
        at.parameter("bias", zero, out),
        Convolution.same(kernel));
  }

  /**
   * Transposed convolution: height and width become {@code (size - 1) * stride - 2 * padding +
   * kernel}.
   */
  public static <T> T convTranspose(
      Ops<T> ops, String name, T x, long in, long out, long kernel, long stride, long padding) {
    Ops<T> at = ops.in(name);
    Initializer start = Initializer.fanIn(out * kernel * kernel);
    return at.convTranspose2d(
        x,
        at.parameter("weight", start, in, out, kernel, kernel),
        at.parameter("bias", start, out),
        Convolution.of(stride, padding));
  }

  /** Transposed convolution of signals [N, in, L]. */
  public static <T> T convTranspose1d(
      Ops<T> ops, String name, T x, long in, long out, long kernel, long stride, long padding) {
    Ops<T> at = ops.in(name);
    Initializer start = Initializer.fanIn(out * kernel);
    return at.convTranspose1d(
        x,
        at.parameter("weight", start, in, out, kernel),
        at.parameter("bias", start, out),
        Convolution.of(stride, padding));
  }

  /** Learned vectors of a width, one for each of {@code count} indices: [...] to [..., width]. */
  public static <T> T embedding(Ops<T> ops, String name, T indices, long count, long width) {
    Ops<T> at = ops.in(name);
    return at.embedding(indices, at.parameter("weight", Initializer.normal(1), count, width));
  }

  /** Group normalisation with learned scale and shift. */
  public static <T> T groupNorm(Ops<T> ops, String name, T x, long groups, long channels) {
    Ops<T> at = ops.in(name);
    return at.groupNorm(x, groups, ones(at, channels), zeros(at, channels));
  }

  /** Layer normalisation over the last axis with learned scale and shift. */
  public static <T> T layerNorm(Ops<T> ops, String name, T x, long width) {
    Ops<T> at = ops.in(name);
    return at.layerNorm(x, ones(at, width), zeros(at, width));
  }

  /** Instance normalisation with learned scale and shift. */
  public static <T> T instanceNorm(Ops<T> ops, String name, T x, long channels) {
    Ops<T> at = ops.in(name);
    return at.instanceNorm(x, ones(at, channels), zeros(at, channels));
  }

  /** RMS normalisation over the last axis with learned scale. */
  public static <T> T rmsNorm(Ops<T> ops, String name, T x, long width) {
    Ops<T> at = ops.in(name);
    return at.rmsNorm(x, ones(at, width));
  }

  /** Batch normalisation with learned scale and shift, and running statistics. */
  public static <T> T batchNorm(Ops<T> ops, String name, T x, long channels) {
    Ops<T> at = ops.in(name);
    return at.batchNorm(
        x,
        ones(at, channels),
        zeros(at, channels),
        at.buffer("running_mean", 0, channels),
        at.buffer("running_var", 1, channels));
  }

  /** ReLU with a learned slope for each channel below zero, which starts at a quarter. */
  public static <T> T prelu(Ops<T> ops, String name, T x, long channels) {
    Ops<T> at = ops.in(name);
    return at.prelu(x, at.parameter("weight", Initializer.constant(0.25), channels));
  }

  /** Long short-term memory from a zero state: [N, L, in] to [N, L, hidden]. */
  public static <T> T lstm(Ops<T> ops, String name, T x, long in, long hidden) {
    Ops<T> at = ops.in(name);
    Initializer start = Initializer.fanIn(hidden);
    return at.lstm(
        x,
        at.parameter("weight", start, 1, 4 * hidden, in),
        at.parameter("recurrence", start, 1, 4 * hidden, hidden),
        at.parameter("bias", start, 1, 8 * hidden));
  }

  /** Gated recurrent unit from a zero state: [N, L, in] to [N, L, hidden]. */
  public static <T> T gru(Ops<T> ops, String name, T x, long in, long hidden) {
    Ops<T> at = ops.in(name);
    Initializer start = Initializer.fanIn(hidden);
    return at.gru(
        x,
        at.parameter("weight", start, 1, 3 * hidden, in),
        at.parameter("recurrence", start, 1, 3 * hidden, hidden),
        at.parameter("bias", start, 1, 6 * hidden));
  }

  private static <T> T ones(Ops<T> at, long size) {
    return at.parameter("weight", Initializer.constant(1), size);
  }

  private static <T> T zeros(Ops<T> at, long size) {
    return at.parameter("bias", Initializer.constant(0), size);
  }
}
