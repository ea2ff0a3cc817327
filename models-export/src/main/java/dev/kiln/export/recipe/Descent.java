package dev.kiln.export.recipe;

/**
 * How a network goes down its loss, whatever the recipe.
 *
 * @param rate the learning rate over the training
 * @param average the average of the weights, which is exported
 * @param clip the largest norm of all gradients together
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

  /** The learning rate of a step. */
  double rateAt(Step step) {
    return rate.at(step.number(), step.progress());
  }
}
