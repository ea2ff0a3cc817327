package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.M;
import static dev.kiln.generation.sampler.Coefficients.X;

import org.jspecify.annotations.Nullable;

/**
 * What a network predicts at x = alpha * clean + sigma * noise, as forms of x and m: the clean
 * sample, and the noise. (alpha, sigma) are the signal and noise amplitudes.
 */
record Prediction(Coefficients clean, Coefficients noise) {

  static Prediction of(String type, Level level) {
    double alpha = level.alpha();
    double sigma = level.sigma();
    return switch (type) {
      case "epsilon" -> new Prediction(X.times(1 / alpha).plus(-sigma / alpha, M), M);
      case "sample" -> new Prediction(M, X.times(1 / sigma).plus(-alpha / sigma, M));
      case "v_prediction" ->
          new Prediction(X.times(alpha).plus(-sigma, M), M.times(alpha).plus(sigma, X));
      case "flow_prediction" -> new Prediction(X.plus(-sigma, M), X.plus(alpha, M));
      default ->
          throw new IllegalArgumentException(
              "prediction_type must be one of epsilon, sample, v_prediction, flow_prediction, was "
                  + type);
    };
  }

  /**
   * What a network predicts that sees x / sqrt(sigma^2 + 1), at x = clean + sigma * noise: the same
   * network, told of the same ratio of noise to signal, in the variance exploding scale.
   */
  static Prediction exploding(String type, double sigma) {
    return switch (type) {
      case "epsilon" -> new Prediction(X.plus(-sigma, M), M);
      case "sample", "original_sample" -> new Prediction(M, X.times(1 / sigma).plus(-1 / sigma, M));
      case "v_prediction" -> {
        double variance = sigma * sigma + 1;
        yield new Prediction(
            X.times(1 / variance).plus(-sigma / Math.sqrt(variance), M),
            X.times(sigma / variance).plus(1 / Math.sqrt(variance), M));
      }
      default ->
          throw new IllegalArgumentException(
              "prediction_type must be one of epsilon, sample, v_prediction, was " + type);
    };
  }

  /** Limit for the clean sample that a configuration asks for, null for none. */
  static @Nullable Double clip(SchedulerConfig config) {
    refuseThresholding(config);
    if (!config.flag("clip_sample")) {
      return null;
    }
    return config.has("clip_sample_range") ? config.number("clip_sample_range") : 1.0;
  }

  static void refuseThresholding(SchedulerConfig config) {
    config.refuse(
        "thresholding", true, "dynamic thresholding depends on the data, a plan does not");
  }
}
