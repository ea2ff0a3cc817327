package dev.kiln.export.recipe;

import org.bytedeco.pytorch.Tensor;

/**
 * How noisy each row of a batch is: x = alpha x_0 + sigma eps.
 *
 * @param alpha what is kept of the clean sample, [N, 1, ...]
 * @param sigma the noise's standard deviation, [N, 1, ...]
 */
record NoiseLevel(Tensor alpha, Tensor sigma) {
  /** Of samples with so many dimensions, three for images. */
  static NoiseLevel of(int rank, double[] alphas, double[] sigmas) {
    return new NoiseLevel(Columns.column(rank, alphas), Columns.column(rank, sigmas));
  }

  /** Clean samples with noise. */
  Tensor noised(Tensor clean, Tensor noise) {
    return alpha.mul(clean).add(sigma.mul(noise));
  }
}
