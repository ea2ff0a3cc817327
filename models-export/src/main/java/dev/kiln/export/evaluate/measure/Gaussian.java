package dev.kiln.export.evaluate.measure;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;

/**
 * The mean and covariance of some points, in double precision.
 *
 * @param mean [width]
 * @param covariance [width, width], symmetric, divided by count - 1
 */
@SuppressWarnings("ArrayRecordComponent")
public record Gaussian(double[] mean, double[][] covariance) {
  public Gaussian {
    if (covariance.length != mean.length || covariance[0].length != mean.length) {
      throw new IllegalArgumentException(
          "a mean of "
              + mean.length
              + " numbers needs a covariance of as many rows and columns, found "
              + covariance.length
              + " by "
              + covariance[0].length);
    }
  }

  /**
   * The Gaussian that fits the points best.
   *
   * @throws IllegalArgumentException if there are fewer than two points
   */
  public static Gaussian of(Points points) {
    int count = points.count();
    int width = points.width();
    if (count < 2) {
      throw new IllegalArgumentException(
          "a covariance needs at least 2 points, there are " + count);
    }
    double[] mean = new double[width];
    for (int i = 0; i < count; i++) {
      for (int d = 0; d < width; d++) {
        mean[d] += points.at(i, d) / (double) count;
      }
    }
    double[][] covariance = new double[width][width];
    double[] centred = new double[width];
    for (int i = 0; i < count; i++) {
      for (int d = 0; d < width; d++) {
        centred[d] = points.at(i, d) - mean[d];
      }
      for (int r = 0; r < width; r++) {
        double scaled = centred[r] / (count - 1);
        for (int c = 0; c < width; c++) {
          covariance[r][c] += scaled * centred[c];
        }
      }
    }
    return new Gaussian(mean, covariance);
  }

  RealMatrix matrix() {
    return new Array2DRowRealMatrix(covariance, false);
  }
}
