package dev.kiln.generation.sampler;

import org.jspecify.annotations.Nullable;

/** Times of a flow between noise (1) and data (0), shifted towards the noise. */
final class FlowSigmas {
  private FlowSigmas() {}

  /** Times for the exponential integrators: use_flow_sigmas, flow_shift or mu. */
  static double[] shifted(SchedulerConfig config, int steps) {
    int train = config.integer("num_train_timesteps");
    double shift = config.has("mu") ? Math.exp(config.number("mu")) : config.number("flow_shift");
    double[] alphas = Spacing.linspace(1, 1.0 / train, steps + 1);
    double[] sigmas = new double[steps];
    for (int i = 0; i < steps; i++) {
      sigmas[i] = shift(1.0 - alphas[steps - i], shift);
    }
    return sigmas;
  }

  /** Equation 23, Esser et al. 2024 (arXiv 2403.03206). */
  static double shift(double sigma, double shift) {
    return shift * sigma / (1 + (shift - 1) * sigma);
  }

  /** Times for the flow samplers, in float32, with the final one: steps + 1 of them. */
  static double[] of(SchedulerConfig config, int steps) {
    int train = config.integer("num_train_timesteps");
    double shift = config.number("shift");
    boolean dynamic = config.isSet("use_dynamic_shifting");
    double[] sigmas = given(config);
    if (sigmas == null) {
      double largest = dynamic ? 1 : trained(train, train, shift);
      double smallest = dynamic ? 1.0f / train : trained(1, train, shift);
      double[] even = Spacing.linspace(largest * train, smallest * train, steps);
      sigmas = Sigmas.map(even, t -> t / train);
    }
    sigmas = dynamic ? timeShift(config, sigmas) : Sigmas.map(sigmas, s -> shift(s, shift));
    sigmas = stretched(config, sigmas);
    double[] respaced =
        Sigmas.respaced(config, sigmas[0], sigmas[sigmas.length - 1], sigmas.length);
    double[] rounded = Sigmas.rounded(respaced == null ? sigmas : respaced, 0);
    if (config.isSet("invert_sigmas")) {
      return Sigmas.map(rounded, s -> 1f - (float) s);
    }
    return rounded;
  }

  /** The shifted time of a training timestep, in float32. */
  private static double trained(int timestep, int train, double shift) {
    float sigma = (float) timestep / train;
    float s = (float) shift;
    return s * sigma / (1 + (float) (shift - 1) * sigma);
  }

  private static double @Nullable [] given(SchedulerConfig config) {
    if (config.has("sigmas")) {
      return Sigmas.map(config.numbers("sigmas"), s -> (float) s);
    }
    if (config.has("timesteps")) {
      double train = config.number("num_train_timesteps");
      return Sigmas.map(config.numbers("timesteps"), t -> (float) t / (float) train);
    }
    return null;
  }

  private static double[] timeShift(SchedulerConfig config, double[] sigmas) {
    if (!config.has("mu")) {
      throw new IllegalArgumentException(
          "use_dynamic_shifting needs \"mu\", the shift for the size of the image");
    }
    double mu = config.number("mu");
    boolean linear = config.oneOf("time_shift_type", "exponential", "linear").equals("linear");
    double factor = linear ? mu : Math.exp(mu);
    return Sigmas.map(sigmas, s -> factor / (factor + (1 / s - 1)));
  }

  /** Stretches the times so that the last is shift_terminal. */
  private static double[] stretched(SchedulerConfig config, double[] sigmas) {
    if (!config.has("shift_terminal") || config.number("shift_terminal") == 0) {
      return sigmas;
    }
    double scale = (1 - sigmas[sigmas.length - 1]) / (1 - config.number("shift_terminal"));
    return Sigmas.map(sigmas, s -> 1 - (1 - s) / scale);
  }
}
