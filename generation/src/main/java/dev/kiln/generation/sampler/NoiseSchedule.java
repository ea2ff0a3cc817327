package dev.kiln.generation.sampler;

import java.util.function.DoubleUnaryOperator;

/**
 * The signal kept at each training timestep of a discrete diffusion process, x_t = sqrt(abar_t) x_0
 * + sqrt(1 - abar_t) z (Ho et al. 2020, arXiv 2006.11239). Values are rounded to float32 where the
 * reference rounds, since networks were trained and tuned on those.
 */
public final class NoiseSchedule {
  private final float[] alphasCumprod;

  private NoiseSchedule(float[] alphasCumprod) {
    this.alphasCumprod = alphasCumprod;
  }

  /**
   * The schedule that a configuration describes: its {@code num_train_timesteps}, {@code
   * beta_schedule}, {@code beta_start} and {@code beta_end}, or its {@code trained_betas}.
   *
   * @throws IllegalArgumentException if it lacks one of them
   */
  public static NoiseSchedule of(SchedulerConfig config) {
    float[] betas = betas(config);
    if (config.has("rescale_betas_zero_snr") && config.flag("rescale_betas_zero_snr")) {
      betas = rescaleZeroTerminalSnr(betas);
    }
    return new NoiseSchedule(alphasCumprod(betas));
  }

  private static float[] betas(SchedulerConfig config) {
    if (config.has("trained_betas")) {
      double[] trained = config.numbers("trained_betas");
      float[] betas = new float[trained.length];
      for (int i = 0; i < betas.length; i++) {
        betas[i] = (float) trained[i];
      }
      return betas;
    }
    int steps = config.integer("num_train_timesteps");
    if (steps < 2) {
      throw new IllegalArgumentException("num_train_timesteps must be at least 2, was " + steps);
    }
    double start = config.number("beta_start");
    double end = config.number("beta_end");
    String kind = config.text("beta_schedule");
    return switch (kind) {
      case "linear" -> linspace(start, end, steps);
      case "scaled_linear" -> squared(linspace(Math.sqrt(start), Math.sqrt(end), steps));
      case "squaredcos_cap_v2" -> fromAlphaBar(steps, NoiseSchedule::cosineBar);
      case "exp" -> fromAlphaBar(steps, t -> Math.exp(t * -12));
      case "laplace" -> fromAlphaBar(steps, NoiseSchedule::laplaceBar);
      case "sigmoid" -> sigmoid(start, end, steps);
      default ->
          throw new IllegalArgumentException(
              "beta_schedule must be one of linear, scaled_linear, squaredcos_cap_v2, exp, laplace,"
                  + " sigmoid, was "
                  + kind);
    };
  }

  /** Evenly spaced in float32, counted from both ends as the reference does. */
  static float[] linspace(double start, double end, int n) {
    float from = (float) start;
    float to = (float) end;
    float step = (to - from) / (n - 1);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = i < n / 2 ? from + step * i : to - step * (n - i - 1);
    }
    return values;
  }

  private static float[] squared(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= values[i];
    }
    return values;
  }

  /** Betas, capped at 0.999, under which the signal decays like a given function of time. */
  private static float[] fromAlphaBar(int n, DoubleUnaryOperator bar) {
    float[] betas = new float[n];
    for (int i = 0; i < n; i++) {
      double ratio = bar.applyAsDouble((i + 1.0) / n) / bar.applyAsDouble((double) i / n);
      betas[i] = (float) Math.min(1 - ratio, 0.999);
    }
    return betas;
  }

  /** Nichol and Dhariwal 2021 (arXiv 2102.09672). */
  private static double cosineBar(double t) {
    double c = Math.cos((t + 0.008) / 1.008 * Math.PI / 2);
    return c * c;
  }

  /** Hang and Gu 2024 (arXiv 2407.03297). */
  private static double laplaceBar(double t) {
    double lambda = -0.5 * Math.copySign(1, 0.5 - t) * Math.log(1 - 2 * Math.abs(0.5 - t) + 1e-6);
    double snr = Math.exp(lambda);
    return Math.sqrt(snr / (1 + snr));
  }

  /** Sigmoid schedule of GeoDiff (arXiv 2203.02923). */
  private static float[] sigmoid(double start, double end, int n) {
    float[] ramp = linspace(-6, 6, n);
    float[] betas = new float[n];
    for (int i = 0; i < n; i++) {
      float s = (float) (1 / (1 + Math.exp(-ramp[i])));
      betas[i] = s * (float) (end - start) + (float) start;
    }
    return betas;
  }

  private static float[] alphasCumprod(float[] betas) {
    float[] bar = new float[betas.length];
    double product = 1;
    for (int i = 0; i < bar.length; i++) {
      product *= 1f - betas[i];
      bar[i] = (float) product;
    }
    return bar;
  }

  /** Algorithm 1 of Lin et al. 2023 (arXiv 2305.08891): the last step keeps no signal at all. */
  private static float[] rescaleZeroTerminalSnr(float[] betas) {
    float[] bar = alphasCumprod(betas);
    int n = bar.length;
    float[] root = new float[n];
    for (int i = 0; i < n; i++) {
      root[i] = (float) Math.sqrt(bar[i]);
    }
    float first = root[0];
    float last = root[n - 1];
    for (int i = 0; i < n; i++) {
      root[i] = (root[i] - last) * (first / (first - last));
      bar[i] = root[i] * root[i];
    }
    float[] rescaled = new float[n];
    for (int i = 0; i < n; i++) {
      rescaled[i] = 1 - (i == 0 ? bar[0] : bar[i] / bar[i - 1]);
    }
    return rescaled;
  }

  /** Number of training timesteps. */
  public int size() {
    return alphasCumprod.length;
  }

  /**
   * The cumulative product of alphas at a training timestep, abar_t.
   *
   * @throws IllegalArgumentException if there is no such timestep
   */
  public float alphaCumprod(int t) {
    if (t < 0 || t >= alphasCumprod.length) {
      throw new IllegalArgumentException(
          "timestep " + t + " is outside the noise schedule's 0 to " + (alphasCumprod.length - 1));
    }
    return alphasCumprod[t];
  }

  /** Amplitudes at the timestep a plan begins with; clean where it has no timestep left. */
  Level level(int[] timesteps, int begin) {
    return begin < timesteps.length
        ? Level.ofAlphaCumprod(alphaCumprod(timesteps[begin]))
        : Level.CLEAN;
  }

  /**
   * This schedule with the least signal that the reference's solvers in sigma allow at the last
   * step, 2^-24, where a rescaled schedule has none.
   */
  NoiseSchedule withSignalAtTheEnd(SchedulerConfig config) {
    if (!config.has("rescale_betas_zero_snr") || !config.flag("rescale_betas_zero_snr")) {
      return this;
    }
    float[] bar = alphasCumprod.clone();
    bar[bar.length - 1] = 0x1p-24f;
    return new NoiseSchedule(bar);
  }

  /** Ratios of noise to signal at the training timesteps, ascending, in float32. */
  double[] sigmas() {
    double[] sigmas = new double[alphasCumprod.length];
    for (int t = 0; t < sigmas.length; t++) {
      sigmas[t] = (float) Math.sqrt((1 - alphasCumprod[t]) / alphasCumprod[t]);
    }
    return sigmas;
  }

  /** Half the logarithm of the signal-to-noise ratio at a training timestep, in float32. */
  float lambda(int t) {
    float alpha = (float) Math.sqrt(alphasCumprod[t]);
    float sigma = (float) Math.sqrt(1 - alphasCumprod[t]);
    return (float) Math.log(alpha) - (float) Math.log(sigma);
  }
}
