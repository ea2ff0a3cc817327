package dev.kiln.export.evaluate.measure;

import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * The Fréchet distance between the Gaussians that fit two sets of points (Heusel et al. 2017, arXiv
 * 1706.08500, equation 6; Dowson and Landau 1982):
 *
 * <pre>d = |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2))</pre>
 *
 * <p>It is a squared distance, as the literature has it. Estimated from n points it is too large by
 * about a constant over n (Chong and Forsyth 2020, arXiv 1911.07023), so that only figures of the
 * same n may be compared, and even two halves of the same set have a distance above 0.
 */
public final class FrechetDistance {
  private FrechetDistance() {}

  /**
   * The distance of two sets of points.
   *
   * @throws IllegalArgumentException if one has fewer than two points, or they do not live in the
   *     same space
   */
  public static double between(Points a, Points b) {
    a.requireSameSpace(b);
    return between(Gaussian.of(a), Gaussian.of(b));
  }

  /**
   * The distance of two Gaussians. The trace of (C1 C2)^(1/2) is that of the symmetric matrix
   * (C1^(1/2) C2 C1^(1/2))^(1/2), whose eigenvalues are real.
   */
  public static double between(Gaussian a, Gaussian b) {
    double means = 0;
    for (int i = 0; i < a.mean().length; i++) {
      means += Math.pow(a.mean()[i] - b.mean()[i], 2);
    }
    RealMatrix root = root(a.matrix());
    RealMatrix product = symmetric(root.multiply(b.matrix()).multiply(root));
    double cross = 0;
    for (double eigenvalue : new EigenDecompositionSymmetric(product).getEigenvalues()) {
      cross += Math.sqrt(Math.max(0, eigenvalue));
    }
    return Math.max(0, means + a.matrix().getTrace() + b.matrix().getTrace() - 2 * cross);
  }

  /** The symmetric square root; eigenvalues that rounding made negative count as 0. */
  private static RealMatrix root(RealMatrix covariance) {
    EigenDecompositionSymmetric eigen = new EigenDecompositionSymmetric(symmetric(covariance));
    double[] roots = eigen.getEigenvalues();
    for (int i = 0; i < roots.length; i++) {
      roots[i] = Math.sqrt(Math.max(0, roots[i]));
    }
    return eigen
        .getV()
        .multiply(MatrixUtils.createRealDiagonalMatrix(roots))
        .multiply(eigen.getVT());
  }

  private static RealMatrix symmetric(RealMatrix matrix) {
    return matrix.add(matrix.transpose()).scalarMultiply(0.5);
  }
}
