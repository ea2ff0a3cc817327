package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.M;
import static dev.kiln.generation.sampler.Coefficients.X;

import java.util.Map;

/**
 * Noise levels and preconditioning of Karras et al. 2022 (arXiv 2206.00364), table 1: the network
 * sees c_in x and is told c_noise, and its output is scaled by c_out and added to c_skip x.
 */
final class EdmGrid {
  static final Map<String, Object> FIELDS =
      Fields.of(
          "sigma_min",
          0.002,
          "sigma_max",
          80.0,
          "sigma_data",
          0.5,
          "sigma_schedule",
          "karras",
          "num_train_timesteps",
          1000,
          "prediction_type",
          "epsilon",
          "rho",
          7.0,
          "final_sigmas_type",
          "zero");

  private final double[] sigmas;
  private final double data;
  private final double sign;

  private EdmGrid(double[] sigmas, double data, double sign) {
    this.sigmas = sigmas;
    this.data = data;
    this.sign = sign;
  }

  static EdmGrid of(SchedulerConfig config, int steps) {
    double min = config.number("sigma_min");
    double max = config.number("sigma_max");
    String schedule = config.oneOf("sigma_schedule", "karras", "exponential");
    double[] sigmas =
        schedule.equals("karras")
            ? karras(min, max, config.number("rho"), steps)
            : exponential(min, max, steps);
    boolean zero = config.oneOf("final_sigmas_type", "zero", "sigma_min").equals("zero");
    return new EdmGrid(
        Sigmas.rounded(sigmas, zero ? 0 : min), config.number("sigma_data"), sign(config));
  }

  private static double[] karras(double min, double max, double rho, int steps) {
    float a = (float) Math.pow(max, 1 / rho);
    float b = (float) (Math.pow(min, 1 / rho) - Math.pow(max, 1 / rho));
    float[] ramp = steps == 1 ? new float[1] : NoiseSchedule.linspace(0, 1, steps);
    double[] sigmas = new double[steps];
    for (int i = 0; i < steps; i++) {
      sigmas[i] = (float) Math.pow(a + ramp[i] * b, rho);
    }
    return sigmas;
  }

  private static double[] exponential(double min, double max, int steps) {
    if (steps == 1) {
      return new double[] {(float) min};
    }
    float[] ramp = NoiseSchedule.linspace(Math.log(min), Math.log(max), steps);
    double[] sigmas = new double[steps];
    for (int i = 0; i < steps; i++) {
      sigmas[i] = (float) Math.exp(ramp[steps - 1 - i]);
    }
    return sigmas;
  }

  int steps() {
    return sigmas.length - 1;
  }

  double sigma(int step) {
    return sigmas[step];
  }

  Level level(int step) {
    return Level.exploding(sigmas[step]);
  }

  Level start(int begin) {
    return begin < steps() ? level(begin) : Level.CLEAN;
  }

  /** c_in. */
  double inputScale(int step) {
    return inputScale(sigmas[step], data);
  }

  /** c_in at a noise level. */
  static double inputScale(double sigma, double data) {
    return 1 / Math.sqrt(sigma * sigma + data * data);
  }

  /** c_noise. */
  double timestep(int step) {
    return timestep(sigmas[step]);
  }

  /** c_noise at a noise level. */
  static double timestep(double sigma) {
    return (float) (0.25 * Math.log(sigma));
  }

  /** c_skip x + c_out m at a noise level. */
  Coefficients clean(double sigma) {
    return clean(sigma, data, sign);
  }

  /** c_skip x + c_out m at a noise level; the sign is -1 for a network that predicts v. */
  static Coefficients clean(double sigma, double data, double sign) {
    double variance = sigma * sigma + data * data;
    return X.times(data * data / variance).plus(sign * sigma * data / Math.sqrt(variance), M);
  }

  /** The sign of c_out. */
  static double sign(SchedulerConfig config) {
    boolean v = config.oneOf("prediction_type", "epsilon", "v_prediction").equals("v_prediction");
    return v ? -1 : 1;
  }

  static double initNoiseSigma(SchedulerConfig config) {
    double max = config.number("sigma_max");
    return Math.sqrt(max * max + 1);
  }
}
