package dev.kiln.export.ops;

/**
 * Images and signals made smaller or larger.
 *
 * @param <T> a value in the graph
 */
public interface Resampling<T> {
  /** Largest value in a window over [N, C, L]; what lies beyond the border does not count. */
  T maxPool1d(T x, Pooling how);

  /** Largest value in a window over [N, C, H, W]; what lies beyond the border does not count. */
  T maxPool2d(T x, Pooling how);

  /** Mean in a window over [N, C, L]; what lies beyond the border counts as zero. */
  T averagePool1d(T x, Pooling how);

  /** Mean in a window over [N, C, H, W]; what lies beyond the border counts as zero. */
  T averagePool2d(T x, Pooling how);

  /**
   * [N, C, H, W] to [N, C, height, width], each the mean of its share of the image; H and W are
   * known numbers.
   */
  T adaptiveAveragePool(T x, long height, long width);

  /** The mean over all pixels: [N, C, H, W] to [N, C, 1, 1]. */
  T globalAveragePool(T x);

  /** Repeats each pixel {@code factor} times in both directions. */
  T upsampleNearest(T x, long factor);

  /**
   * Enlarges {@code factor} times in both directions, straight lines between the pixels' middles.
   */
  T upsampleBilinear(T x, long factor);

  /**
   * [N, C, H, W] to [N, C, height, width], each the pixel at {@code floor(place * H / height)}; H
   * and W are known numbers.
   */
  T resizeNearest(T x, long height, long width);

  /** [N, C, H, W] to [N, C, height, width], straight lines between the pixels' middles. */
  T resizeBilinear(T x, long height, long width);

  /**
   * Channels to pixels: [N, C r^2, H, W] to [N, C, H r, W r] (Shi et al. 2016, arXiv 1609.05158).
   */
  T pixelShuffle(T x, long factor);

  /** Pixels to channels: [N, C, H r, W r] to [N, C r^2, H, W], as patches of a picture. */
  T pixelUnshuffle(T x, long factor);

  /** Mean of each {@code size} by {@code size} tile. */
  default T averagePool(T x, long size) {
    return averagePool2d(x, Pooling.tiles(size));
  }

  /** Largest value of each {@code size} by {@code size} tile. */
  default T maxPool(T x, long size) {
    return maxPool2d(x, Pooling.tiles(size));
  }
}
