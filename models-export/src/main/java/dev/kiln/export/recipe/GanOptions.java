package dev.kiln.export.recipe;

/**
 * How both networks of an adversarial pair are trained.
 *
 * @param generatorRate the generator's learning rate
 * @param discriminatorRate the discriminator's
 * @param beta1 decay of Adam's first moment
 * @param beta2 decay of Adam's second moment
 * @param average the average of the generator's weights, which is exported
 * @param clip the largest norm of a network's gradients together
 */
public record GanOptions(
    LearningRate generatorRate,
    LearningRate discriminatorRate,
    double beta1,
    double beta2,
    WeightAverage average,
    double clip) {
  /** For batches of 32 to 64 small images. */
  public static final GanOptions DEFAULT =
      new GanOptions(
          new LearningRate(3e-4, 20),
          new LearningRate(4e-4, 20),
          0.5,
          0.99,
          new WeightAverage(0.998),
          10);

  /**
   * The same for a Wasserstein GAN, as Gulrajani et al. 2017 have Adam (algorithm 1), but with
   * larger steps, as small networks bear them.
   */
  public static final GanOptions WASSERSTEIN =
      new GanOptions(
          new LearningRate(5e-4, 20),
          new LearningRate(5e-4, 20),
          0,
          0.9,
          new WeightAverage(0.998),
          100);
}
