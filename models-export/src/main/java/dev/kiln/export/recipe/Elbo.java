package dev.kiln.export.recipe;

/**
 * The evidence lower bound of a variational autoencoder, in nats per sample: what it says at least
 * about log p(x).
 *
 * @param reconstruction E over q(z | x) of log p(x | z)
 * @param divergence KL from the prior to q(z | x)
 */
public record Elbo(double reconstruction, double divergence) {
  /** The bound. */
  public double nats() {
    return reconstruction - divergence;
  }
}
