package dev.kiln.export.evaluate.measure;

import java.util.Arrays;

/**
 * Density and coverage (Naeem et al. 2020, arXiv 2002.09797, equations 3 and 4), with the paper's k
 * = 5. Unlike precision and recall they do not trust balls around samples, so that one outlier
 * cannot make a bad generator look complete.
 *
 * @param density how many real balls a sample lies in, in units of k: about 1 for real points,
 *     above 1 where samples crowd in the middle
 * @param coverage the share of real balls with a sample inside; real points reach about 0.97
 */
public record DensityCoverage(double density, double coverage) {
  /** Up to which neighbour a ball reaches. */
  public static final int K = 5;

  /**
   * Compares samples with real points; take as many of the one as of the other.
   *
   * @throws IllegalArgumentException if there are not more than k real points
   */
  public static DensityCoverage of(Points real, Points samples) {
    Manifold.Hits hits = Manifold.of(real, K).hits(samples);
    double around = Arrays.stream(hits.ballsAround()).asLongStream().sum();
    return new DensityCoverage(around / K / samples.count(), hits.filled());
  }
}
