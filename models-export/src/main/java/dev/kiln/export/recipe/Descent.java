package dev.kiln.export.recipe;

import dev.kiln.export.ops.torch.TorchWeights;
import org.bytedeco.pytorch.Tensor;

/**
 * How a network goes down its loss, whatever the recipe: the one place for what the command line's
 * --learning-rate, --warm-up, --average and --clip change. Each recipe has a descent of its own.
 *
 * @param rate the learning rate over the training
 * @param average the average of the weights, which is exported
 * @param clip the largest norm of all gradients together; longer ones are shortened to it (Pascanu
 *     et al. 2013, arXiv 1211.5063)
 */
public record Descent(LearningRate rate, WeightAverage average, double clip) {
  /** Good for autoencoders of small images. */
  public static final Descent AUTOENCODER =
      new Descent(new LearningRate(2e-3, 100), new WeightAverage(0.999), 1);

  public Descent {
    if (!(clip > 0)) {
      throw new IllegalArgumentException(
          "the gradients' largest norm must be positive, was " + clip);
    }
  }

  /** Goes down a loss, one step; the average follows. */
  void step(
      WeightOptimizer optimizer,
      Tensor loss,
      TorchWeights averaged,
      TorchWeights weights,
      Step step) {
    optimizer.descend(loss, rateAt(step));
    average.follow(averaged, weights, step.number());
  }

  /** The learning rate of a step. */
  double rateAt(Step step) {
    return rate.at(step.number(), step.progress());
  }
}
