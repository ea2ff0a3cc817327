package dev.kiln.generation.sampler;

import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** How noise levels are spread over the steps, and how they map to training timesteps. */
final class Sigmas {
  private static final double KARRAS_RHO = 7;

  private Sigmas() {}

  /**
   * Applies use_karras_sigmas, use_exponential_sigmas or use_beta_sigmas; null where none is set.
   *
   * @param max noise level of the first step, unless the configuration has a sigma_max
   * @param min noise level of the last step, unless the configuration has a sigma_min
   */
  static double @Nullable [] respaced(SchedulerConfig config, double max, double min, int steps) {
    boolean karras = config.isSet("use_karras_sigmas");
    boolean exponential = config.isSet("use_exponential_sigmas");
    boolean beta = config.isSet("use_beta_sigmas");
    if ((karras ? 1 : 0) + (exponential ? 1 : 0) + (beta ? 1 : 0) > 1) {
      throw new IllegalArgumentException(
          "only one of use_karras_sigmas, use_exponential_sigmas and use_beta_sigmas can be true");
    }
    double from = config.has("sigma_max") ? config.number("sigma_max") : max;
    double to = config.has("sigma_min") ? config.number("sigma_min") : min;
    if (karras) {
      return karras(from, to, steps, KARRAS_RHO);
    }
    if (exponential) {
      return map(Spacing.linspace(Math.log(from), Math.log(to), steps), Math::exp);
    }
    if (beta) {
      return map(Spacing.linspace(0, 1, steps), u -> to + BetaQuantile.of(1 - u) * (from - to));
    }
    return null;
  }

  /** Equation 5, Karras et al. 2022 (arXiv 2206.00364). */
  static double[] karras(double max, double min, int steps, double rho) {
    double a = Math.pow(max, 1 / rho);
    double b = Math.pow(min, 1 / rho);
    return map(Spacing.linspace(0, 1, steps), ramp -> Math.pow(a + ramp * (b - a), rho));
  }

  /** Straight-line interpolation of values at 0, 1, 2 ... */
  static double interpolate(double t, double[] values) {
    if (t <= 0) {
      return values[0];
    }
    if (t >= values.length - 1) {
      return values[values.length - 1];
    }
    int low = (int) t;
    return (values[low + 1] - values[low]) * (t - low) + values[low];
  }

  /** The training timestep, in fractions, whose noise level is nearest; ascending levels. */
  static double timestep(double sigma, double[] sigmas) {
    double log = Math.log(Math.max(sigma, 1e-10));
    int low = 0;
    int high = sigmas.length - 1;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if ((float) Math.log(sigmas[middle]) <= log) {
        low = middle;
      } else {
        high = middle;
      }
    }
    float a = (float) Math.log(sigmas[low]);
    float b = (float) Math.log(sigmas[low + 1]);
    double w = Math.min(1, Math.max(0, (a - log) / (a - b)));
    return (1 - w) * low + w * (low + 1);
  }

  static double[] map(double[] values, DoubleUnaryOperator f) {
    double[] mapped = new double[values.length];
    for (int i = 0; i < mapped.length; i++) {
      mapped[i] = f.applyAsDouble(values[i]);
    }
    return mapped;
  }

  /** Values rounded to float32, with one more at the end. */
  static double[] rounded(double[] values, double last) {
    double[] all = new double[values.length + 1];
    for (int i = 0; i < values.length; i++) {
      all[i] = (float) values[i];
    }
    all[values.length] = (float) last;
    return all;
  }

  static double largest(double[] values) {
    double largest = values[0];
    for (double v : values) {
      largest = Math.max(largest, v);
    }
    return largest;
  }
}
