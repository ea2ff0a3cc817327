package dev.kiln.export.ops;

/**
 * Normalisation, given scale and shift, and noise against overfitting. Epsilon is 1e-5 throughout.
 *
 * @param <T> a value in the graph
 */
public interface Normalisations<T> {
  /**
   * Batch normalisation (Ioffe and Szegedy 2015, arXiv 1502.03167) over channels, axis 1; all four
   * are [C]. While training it uses the batch's statistics and updates the running ones; otherwise,
   * and in the export, it uses the running ones.
   */
  T batchNorm(T x, T weight, T bias, T runningMean, T runningVariance);

  /**
   * Batch normalisation by the batch's own statistics, always. For networks that only help to
   * train: it cannot be exported, since a sample would depend on its neighbours in the batch.
   */
  T batchNormOfBatch(T x, T weight, T bias);

  /** Layer normalisation (Ba et al. 2016, arXiv 1607.06450) over the last axis; both are [C]. */
  T layerNorm(T x, T weight, T bias);

  /**
   * Group normalisation (Wu and He 2018, arXiv 1803.08494) of [N, C, ...] over each group of
   * channels with all of its places; both are [C].
   */
  T groupNorm(T x, long groups, T weight, T bias);

  /**
   * Instance normalisation (Ulyanov et al. 2016, arXiv 1607.08022) of [N, C, ...] over each
   * channel's places; both are [C].
   */
  T instanceNorm(T x, T weight, T bias);

  /** x / sqrt(mean(x^2) + epsilon) over the last axis (Zhang and Sennrich 2019); weight is [C]. */
  T rmsNorm(T x, T weight);

  /**
   * While training, zeroes values at random with a probability and enlarges the others (Srivastava
   * et al. 2014); otherwise, and in the export, the identity.
   */
  T dropout(T x, double probability);

  /**
   * Dropout that never stops (Gal and Ghahramani 2016, arXiv 1506.02142). It cannot be exported,
   * since a sample could not be made again from its seed.
   */
  T dropoutAlways(T x, double probability);
}
