package dev.kiln.generation.sampler;

/**
 * Timesteps of a distilled model: a subset of the original_inference_steps steps that the student
 * was trained on (Luo et al. 2023, arXiv 2310.04378).
 */
final class DistilledSpacing {
  private DistilledSpacing() {}

  static int[] descending(SchedulerConfig config, int steps) {
    if (config.has("timesteps")) {
      return Spacing.descending(config, steps);
    }
    int train = config.integer("num_train_timesteps");
    int original = config.integer("original_inference_steps");
    if (original < 1 || original > train) {
      throw new IllegalArgumentException(
          "original_inference_steps must be 1 to num_train_timesteps, "
              + train
              + ", was "
              + original);
    }
    if (steps > original) {
      throw new IllegalArgumentException(
          "steps must be at most original_inference_steps, " + original + ", was " + steps);
    }
    int skip = train / original;
    int[] timesteps = new int[steps];
    double stride = (double) original / steps;
    for (int i = 0; i < steps; i++) {
      int index = (int) Math.floor(i * stride);
      timesteps[i] = (original - index) * skip - 1;
    }
    return timesteps;
  }
}
