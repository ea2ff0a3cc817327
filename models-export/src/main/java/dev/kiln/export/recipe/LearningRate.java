package dev.kiln.export.recipe;

/**
 * Linear warm-up, then half a cosine down to a twentieth of the peak (Loshchilov and Hutter 2017,
 * arXiv 1608.03983, without restarts).
 *
 * @param peak the largest rate
 * @param warmUp over how many steps it rises; over a tenth of the training if that is shorter
 */
public record LearningRate(double peak, int warmUp) {
  private static final double FLOOR = 0.05;
  private static final double LONGEST_RISE = 0.1;

  public LearningRate {
    if (!(peak > 0 && peak < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("the learning rate must be above 0, was " + peak);
    }
    if (warmUp < 1) {
      throw new IllegalArgumentException(
          "the learning rate must rise over at least 1 step, was " + warmUp);
    }
  }

  /** The rate after {@code step} steps, with {@code progress} of the training done. */
  public double at(long step, double progress) {
    double rise = Math.min(1, Math.max((step + 1.0) / warmUp, progress / LONGEST_RISE));
    double fall = (1 + Math.cos(Math.PI * Math.min(1, progress))) / 2;
    return peak * rise * (FLOOR + (1 - FLOOR) * fall);
  }
}
