package dev.kiln.export.recipe;

/**
 * What one may choose about a variational autoencoder.
 *
 * @param likelihood what the decoder's output means
 * @param beta weight of the divergence (Higgins et al. 2017, beta-VAE); 1 for the evidence lower
 *     bound itself
 * @param descent how it goes down its loss
 */
public record VaeOptions(Likelihood likelihood, double beta, Descent descent) {
  public VaeOptions {
    if (!(beta >= 0) || Double.isInfinite(beta)) {
      throw new IllegalArgumentException("beta must be 0 or more, was " + beta);
    }
  }

  /** The evidence lower bound of pictures that are mostly black and white. */
  public static VaeOptions standard() {
    return new VaeOptions(Likelihood.BERNOULLI, 1, Descent.AUTOENCODER);
  }
}
