package dev.kiln.export.ops;

/**
 * How a pooling window walks, the same in every direction. Sizes become {@code (size + 2 padding -
 * window) / stride + 1}, rounded down.
 *
 * @param window how many values are taken together
 * @param stride how far the window moves
 * @param padding how far the window reaches beyond each border; at most half of it
 */
public record Pooling(long window, long stride, long padding) {
  public Pooling {
    Convolution.atLeast("window", window, 1);
    Convolution.atLeast("stride", stride, 1);
    Convolution.atLeast("padding", padding, 0);
    if (padding > window / 2) {
      throw new IllegalArgumentException(
          "padding must be at most half of the window " + window + ", was " + padding);
    }
  }

  /** Windows side by side. */
  public static Pooling tiles(long window) {
    return new Pooling(window, window, 0);
  }
}
