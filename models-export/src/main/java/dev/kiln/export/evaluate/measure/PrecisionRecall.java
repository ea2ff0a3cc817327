package dev.kiln.export.evaluate.measure;

/**
 * Improved precision and recall (Kynkäänniemi et al. 2019, arXiv 1904.06991, equation 1), with the
 * paper's k = 3.
 *
 * @param precision the share of samples that lie where real points lie: are they good?
 * @param recall the share of real points that lie where samples lie: is everything there?
 */
public record PrecisionRecall(double precision, double recall) {
  /** Up to which neighbour a ball reaches. */
  public static final int K = 3;

  /**
   * Compares samples with real points; take as many of the one as of the other.
   *
   * @throws IllegalArgumentException if there are not more than k of each
   */
  public static PrecisionRecall of(Points real, Points samples) {
    return new PrecisionRecall(
        Manifold.of(real, K).hits(samples).inside(), Manifold.of(samples, K).hits(real).inside());
  }
}
