package dev.kiln.generation.sampler;

/**
 * Quantiles of the Beta(0.6, 0.6) distribution, over which "Beta sampling is all you need" (Lee et
 * al. 2024, arXiv 2407.12173) spreads its steps.
 */
final class BetaQuantile {
  private static final double SHAPE = 0.6;
  private static final double BETA = 2 * incomplete(0.5);

  private BetaQuantile() {}

  /** The x below which a share p of the distribution lies, p in [0, 1]. */
  static double of(double p) {
    if (p > 0.5) {
      return 1 - of(1 - p);
    }
    if (p <= 0) {
      return 0;
    }
    double low = 0;
    double high = 0.5;
    double x = Math.min(0.5, Math.pow(p * SHAPE * BETA, 1 / SHAPE));
    for (int i = 0; i < 100; i++) {
      double error = incomplete(x) / BETA - p;
      if (error > 0) {
        high = x;
      } else {
        low = x;
      }
      double density = Math.pow(x * (1 - x), SHAPE - 1) / BETA;
      double next = x - error / density;
      if (!(next > low && next < high)) {
        next = 0.5 * (low + high);
      }
      if (Math.abs(next - x) <= 1e-16 * x) {
        return next;
      }
      x = next;
    }
    return x;
  }

  /** The integral of (u (1 - u))^(SHAPE - 1) from 0 to x, by its power series; x at most 0.5. */
  private static double incomplete(double x) {
    double term = 1;
    double sum = 1 / SHAPE;
    for (int n = 1; n < 200 && term > 1e-18; n++) {
      term *= (n - SHAPE) / n * x;
      sum += term / (SHAPE + n);
    }
    return Math.pow(x, SHAPE) * sum;
  }
}
