package dev.kiln.export.recipe;

/**
 * What diffusion, score and flow recipes let one choose about how a denoiser is trained.
 *
 * @param descent how it goes down its loss
 * @param dropout the share of samples whose conditions are dropped, so that the network learns to
 *     do without and can be guided (Ho and Salimans 2022, arXiv 2207.12598)
 * @param decay weight decay
 */
public record DenoiserOptions(Descent descent, double dropout, double decay) {
  /** Good for small images and tens of thousands of steps or fewer. */
  public static final DenoiserOptions DEFAULT =
      new DenoiserOptions(
          new Descent(new LearningRate(1.5e-3, 200), new WeightAverage(0.999), 1), 0.12, 0.01);

  public DenoiserOptions {
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout must be from 0 to below 1, was " + dropout);
    }
  }
}
