package dev.kiln.export.data;

/**
 * Cuts the largest square out of an image's middle and scales it: each new pixel is a mean of the
 * old ones, weighted by a triangle that spans two new pixels when shrinking, two old ones when
 * enlarging. So nothing is skipped, and nothing rings. Plain arithmetic: the same bytes everywhere.
 */
public final class Scaling {
  private final int width;
  private final int height;
  private final int side;
  private final int crop;
  private final double[][] weights;

  /** From images of a size to squares of {@code side} pixels. */
  public Scaling(int width, int height, int side) {
    this.width = width;
    this.height = height;
    this.side = side;
    this.crop = Math.min(width, height);
    this.weights = weights(crop, side);
  }

  /**
   * Scales one image.
   *
   * @param planes {@code channels * height * width} bytes, channel by channel, row by row
   * @return {@code channels * side * side} bytes; the same array if the image has that size already
   */
  public byte[] square(byte[] planes, int channels) {
    if (width == side && height == side) {
      return planes;
    }
    byte[] square = new byte[channels * side * side];
    for (int channel = 0; channel < channels; channel++) {
      plane(planes, channel * width * height, square, channel * side * side);
    }
    return square;
  }

  /** Columns first, then rows. */
  private void plane(byte[] from, int start, byte[] to, int offset) {
    int left = (width - crop) / 2;
    int top = (height - crop) / 2;
    double[] narrow = new double[crop * side];
    for (int y = 0; y < crop; y++) {
      int row = start + (top + y) * width + left;
      for (int x = 0; x < side; x++) {
        double sum = 0;
        for (int i = 0; i < crop; i++) {
          sum += weights[x][i] * (from[row + i] & 0xFF);
        }
        narrow[y * side + x] = sum;
      }
    }
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double sum = 0;
        for (int i = 0; i < crop; i++) {
          sum += weights[y][i] * narrow[i * side + x];
        }
        to[offset + y * side + x] = (byte) Math.min(255, (int) (sum + 0.5));
      }
    }
  }

  /** For each of {@code to} new pixels, the weight of each of {@code from} old ones. */
  private static double[][] weights(int from, int to) {
    double scale = (double) from / to;
    double reach = Math.max(1, scale);
    double[][] weights = new double[to][from];
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * scale;
      double sum = 0;
      for (int j = 0; j < from; j++) {
        weights[i][j] = Math.max(0, 1 - Math.abs(j + 0.5 - centre) / reach);
        sum += weights[i][j];
      }
      for (int j = 0; j < from; j++) {
        weights[i][j] /= sum;
      }
    }
    return weights;
  }
}
