package dev.kiln.export.recipe;

/**
 * Linear warm-up, then half a cosine down to a twentieth of the peak.
 *
 * @param peak the largest rate
 * @param warmUp over how many steps it rises
 */
public record LearningRate(double peak, int warmUp) {
  private static final double FLOOR = 0.05;

  /** The rate after {@code step} steps, with {@code progress} of the training done. */
  public double at(long step, double progress) {
    double rise = Math.min(1, (step + 1.0) / warmUp);
    double fall = (1 + Math.cos(Math.PI * Math.min(1, progress))) / 2;
    return peak * rise * (FLOOR + (1 - FLOOR) * fall);
  }
}
