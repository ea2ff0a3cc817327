package dev.kiln.export.ops;

/**
 * How a convolution walks, the same in every direction.
 *
 * <p>A convolution of a size gives {@code (size + 2 padding - dilation (kernel - 1) - 1) / stride +
 * 1}, rounded down; a transposed one {@code (size - 1) stride - 2 padding + dilation (kernel - 1) +
 * 1 + extra}.
 *
 * @param stride how far the kernel moves
 * @param padding how many zeros stand beyond each border
 * @param dilation the distance of the kernel's taps
 * @param groups channels are split into so many groups that do not see each other
 * @param extra for a transposed convolution, how much longer the result is; below the stride
 */
public record Convolution(long stride, long padding, long dilation, long groups, long extra) {
  public Convolution {
    atLeast("stride", stride, 1);
    atLeast("padding", padding, 0);
    atLeast("dilation", dilation, 1);
    atLeast("groups", groups, 1);
    atLeast("extra", extra, 0);
    if (extra >= Math.max(stride, dilation)) {
      throw new IllegalArgumentException(
          "extra must be below the stride " + stride + " or the dilation, was " + extra);
    }
  }

  /** A convolution with a stride and a padding. */
  public static Convolution of(long stride, long padding) {
    return new Convolution(stride, padding, 1, 1, 0);
  }

  /** A convolution with stride 1 that keeps the size, for an odd kernel. */
  public static Convolution same(long kernel) {
    return of(1, kernel / 2);
  }

  /** The same with a dilation. */
  public Convolution dilated(long distance) {
    return new Convolution(stride, padding, distance, groups, extra);
  }

  /** The same with groups. */
  public Convolution grouped(long count) {
    return new Convolution(stride, padding, dilation, count, extra);
  }

  /** The same with a longer result of a transposed convolution. */
  public Convolution longer(long by) {
    return new Convolution(stride, padding, dilation, groups, by);
  }

  static void atLeast(String what, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(what + " must be at least " + least + ", was " + value);
    }
  }
}
