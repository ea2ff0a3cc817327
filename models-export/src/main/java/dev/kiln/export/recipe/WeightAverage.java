package dev.kiln.export.recipe;

import dev.kiln.export.ops.torch.TorchWeights;

/**
 * The exponential moving average of weights, which is exported in place of the weights themselves
 * (Ho et al. 2020, arXiv 2006.11239, appendix B). It follows closely at first, so that the starting
 * weights are soon forgotten.
 *
 * @param decay how much of the average a step keeps in the end, from 0 to below 1
 */
public record WeightAverage(double decay) {
  public WeightAverage {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException(
          "the average's decay must be from 0 to below 1, was " + decay);
    }
  }

  /** Moves the average towards the weights, after {@code step} steps before this one. */
  void follow(TorchWeights average, TorchWeights weights, long step) {
    average.moveTowards(weights, 1 - Math.min(decay, (step + 1.0) / (step + 10.0)));
  }
}
