package dev.kiln.export.recipe;

/**
 * What diffusion, score and flow recipes let one choose about how a denoiser is trained.
 *
 * @param rate the learning rate over the training
 * @param average the average of the weights, which is exported
 * @param dropout the share of samples whose conditions are dropped, so that the network learns to
 *     do without and can be guided (Ho and Salimans 2022, arXiv 2207.12598)
 * @param decay weight decay
 * @param clip the largest norm of all gradients together
 */
public record DenoiserOptions(
    LearningRate rate, WeightAverage average, double dropout, double decay, double clip) {
  /** Good for small images and tens of thousands of steps or fewer. */
  public static final DenoiserOptions DEFAULT =
      new DenoiserOptions(new LearningRate(1.5e-3, 200), new WeightAverage(0.999), 0.12, 0.01, 1);

  public DenoiserOptions {
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout must be from 0 to below 1, was " + dropout);
    }
    if (!(clip > 0)) {
      throw new IllegalArgumentException(
          "the gradients' largest norm must be positive, was " + clip);
    }
  }
}
