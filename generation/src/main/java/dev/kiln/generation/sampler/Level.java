package dev.kiln.generation.sampler;

/**
 * Amplitudes of signal and noise at one time: x = alpha * clean + sigma * noise.
 *
 * @param alpha amplitude of the signal
 * @param sigma amplitude of the noise
 */
record Level(double alpha, double sigma) {
  /** A clean sample. */
  static final Level CLEAN = new Level(1, 0);

  /** Variance preserving, from the cumulative product of alphas. */
  static Level ofAlphaCumprod(float bar) {
    return new Level(Math.sqrt(bar), Math.sqrt(1f - bar));
  }

  /** Variance preserving, from the ratio of noise to signal. */
  static Level preserving(double ratio) {
    double alpha = 1 / Math.sqrt(ratio * ratio + 1);
    return new Level(alpha, ratio * alpha);
  }

  /** Variance exploding: the signal stays as it is. */
  static Level exploding(double sigma) {
    return new Level(1, sigma);
  }

  /** A straight line from clean (0) to noise (1). */
  static Level flow(double sigma) {
    return new Level(1 - sigma, sigma);
  }

  /** Half the logarithm of the signal-to-noise ratio; infinite for a clean sample. */
  double lambda() {
    return Math.log(alpha) - Math.log(sigma);
  }

  /** Noise to signal; infinite for pure noise. */
  double ratio() {
    return sigma / alpha;
  }
}
