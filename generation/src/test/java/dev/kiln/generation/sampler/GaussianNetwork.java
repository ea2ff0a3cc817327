package dev.kiln.generation.sampler;

/**
 * The perfect network for data that is normal with a mean and a deviation: its prediction, and the
 * exact solution of the probability flow, have a closed form.
 */
record GaussianNetwork(double mean, double deviation) {

  /** E[clean | x] where x = alpha * clean + sigma * noise. */
  double clean(double x, Level level) {
    double gain = level.alpha() * deviation * deviation / variance(level);
    return mean + gain * (x - level.alpha() * mean);
  }

  private double variance(Level level) {
    double signal = level.alpha() * deviation;
    return signal * signal + level.sigma() * level.sigma();
  }

  /** Where the probability flow carries x from one level to another. */
  double carried(double x, Level from, Level to) {
    double standard = (x - from.alpha() * mean) / Math.sqrt(variance(from));
    return to.alpha() * mean + Math.sqrt(variance(to)) * standard;
  }

  /** What the network of a row says: whatever makes the row's d the exact prediction. */
  double predict(String type, double input, PlanRow row, Level level) {
    double x = input / row.inputScale();
    double clean = clean(x, level);
    double noise = (x - level.alpha() * clean) / level.sigma();
    return switch (type) {
      case "epsilon" -> noise;
      case "sample" -> clean;
      case "v_prediction" -> level.alpha() * noise - level.sigma() * clean;
      case "flow_prediction" -> noise - clean;
      default -> throw new IllegalArgumentException(type);
    };
  }
}
