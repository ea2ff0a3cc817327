package dev.kiln.generation.sampler;

/**
 * Noise added before a step, lines 4 to 6 of algorithm 2, Karras et al. 2022 (arXiv 2206.00364).
 *
 * @param sigma the raised noise level
 * @param noise amplitude of the noise that raises it
 */
record Churn(double sigma, double noise) {
  static Churn of(SchedulerConfig config, double sigma, int steps) {
    boolean within = config.number("s_tmin") <= sigma && sigma <= config.number("s_tmax");
    double gamma = within ? Math.min(config.number("s_churn") / steps, Math.sqrt(2) - 1) : 0;
    if (gamma <= 0) {
      return new Churn(sigma, 0);
    }
    double hat = sigma * (gamma + 1);
    return new Churn(hat, config.number("s_noise") * Math.sqrt(hat * hat - sigma * sigma));
  }
}
