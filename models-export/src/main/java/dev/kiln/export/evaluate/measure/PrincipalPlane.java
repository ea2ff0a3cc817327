package dev.kiln.export.evaluate.measure;

import org.hipparchus.linear.EigenDecompositionSymmetric;

/**
 * The plane in which some points differ most: their first two principal components (Pearson 1901).
 */
public final class PrincipalPlane {
  private final double[] mean;
  private final double[][] axes;
  private final double share;

  private PrincipalPlane(double[] mean, double[][] axes, double share) {
    this.mean = mean;
    this.axes = axes;
    this.share = share;
  }

  /**
   * Finds the plane.
   *
   * @throws IllegalArgumentException if there are fewer than two points, or they have one dimension
   */
  public static PrincipalPlane of(Points points) {
    if (points.width() < 2) {
      throw new IllegalArgumentException("a plane needs points of at least 2 dimensions");
    }
    Gaussian gaussian = Gaussian.of(points);
    EigenDecompositionSymmetric eigen = new EigenDecompositionSymmetric(gaussian.matrix());
    double[] values = eigen.getEigenvalues(); // the largest first
    double total = 0;
    for (double value : values) {
      total += value;
    }
    return new PrincipalPlane(
        gaussian.mean(),
        new double[][] {eigen.getEigenvector(0).toArray(), eigen.getEigenvector(1).toArray()},
        total > 0 ? (values[0] + values[1]) / total : 1);
  }

  /** How much of the points' variance lies in the plane, 0 to 1. */
  public double share() {
    return share;
  }

  /** Where points fall on the plane, [count][2]. */
  public double[][] project(Points points) {
    double[][] places = new double[points.count()][axes.length];
    for (int i = 0; i < places.length; i++) {
      for (int axis = 0; axis < axes.length; axis++) {
        for (int d = 0; d < mean.length; d++) {
          places[i][axis] += axes[axis][d] * (points.at(i, d) - mean[d]);
        }
      }
    }
    return places;
  }
}
