package dev.kiln.generation.sampler;

/**
 * The signal kept at each training timestep of a discrete diffusion process, x_t = sqrt(abar_t) x_0
 * + sqrt(1 - abar_t) z (Ho et al. 2020, arXiv 2006.11239). Values are rounded to float32 where the
 * reference rounds, since networks were trained and tuned on those.
 */
final class NoiseSchedule {
  private final float[] alphasCumprod;

  private NoiseSchedule(float[] alphasCumprod) {
    this.alphasCumprod = alphasCumprod;
  }

  /** The schedule that a configuration describes. */
  static NoiseSchedule of(SchedulerConfig config) {
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
      case "squaredcos_cap_v2" -> cosine(steps);
      case "sigmoid" -> sigmoid(start, end, steps);
      default ->
          throw new IllegalArgumentException(
              "beta_schedule must be one of linear, scaled_linear, squaredcos_cap_v2, sigmoid, was "
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

  /** Cosine schedule, Nichol and Dhariwal 2021 (arXiv 2102.09672), beta capped at 0.999. */
  private static float[] cosine(int n) {
    float[] betas = new float[n];
    for (int i = 0; i < n; i++) {
      double ratio = cosineBar((i + 1.0) / n) / cosineBar((double) i / n);
      betas[i] = (float) Math.min(1 - ratio, 0.999);
    }
    return betas;
  }

  private static double cosineBar(double t) {
    double c = Math.cos((t + 0.008) / 1.008 * Math.PI / 2);
    return c * c;
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
  int size() {
    return alphasCumprod.length;
  }

  /** The cumulative product of alphas at a training timestep, abar_t. */
  float alphaCumprod(int t) {
    if (t < 0 || t >= alphasCumprod.length) {
      throw new IllegalArgumentException(
          "timestep " + t + " is outside the noise schedule's 0 to " + (alphasCumprod.length - 1));
    }
    return alphasCumprod[t];
  }

  /** Noise to signal ratio of a cumulative product. */
  static double noiseToSignal(double alphaCumprod) {
    return Math.sqrt((1 - alphaCumprod) / alphaCumprod);
  }
}
