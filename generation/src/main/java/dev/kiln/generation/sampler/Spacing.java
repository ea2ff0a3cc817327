package dev.kiln.generation.sampler;

/** Which training timesteps a plan visits: Table 2 of Lin et al. 2023 (arXiv 2305.08891). */
final class Spacing {
  private Spacing() {}

  /** Whole timesteps for num_train_timesteps in `steps` steps, first to last, all descending. */
  static int[] descending(SchedulerConfig config, int steps) {
    int train = config.integer("num_train_timesteps");
    if (config.has("timesteps")) {
      return custom(config, train);
    }
    if (steps > train) {
      throw new IllegalArgumentException(
          "steps must be at most num_train_timesteps, " + train + ", was " + steps);
    }
    int offset = config.integer("steps_offset");
    return switch (config.oneOf("timestep_spacing", "leading", "trailing", "linspace")) {
      case "leading" -> leading(train / steps, steps, offset);
      case "trailing" -> trailing(train, steps);
      default -> linspace(train, steps);
    };
  }

  static int[] leading(int ratio, int steps, int offset) {
    int[] t = new int[steps];
    for (int i = 0; i < steps; i++) {
      t[i] = (steps - 1 - i) * ratio + offset;
    }
    return t;
  }

  static int[] trailing(int train, int steps) {
    double[] range = arange(train, 0, -((double) train / steps));
    int[] t = new int[range.length];
    for (int i = 0; i < t.length; i++) {
      t[i] = (int) Math.rint(range[i]) - 1;
    }
    return t;
  }

  private static int[] linspace(int train, int steps) {
    double[] range = linspace(0, train - 1.0, steps);
    int[] t = new int[steps];
    for (int i = 0; i < steps; i++) {
      t[i] = (int) Math.rint(range[steps - 1 - i]);
    }
    return t;
  }

  private static int[] custom(SchedulerConfig config, int train) {
    double[] given = config.numbers("timesteps");
    int[] t = new int[given.length];
    for (int i = 0; i < t.length; i++) {
      t[i] = (int) given[i];
      if (i > 0 && t[i] >= t[i - 1]) {
        throw new IllegalArgumentException(
            "timesteps must descend, but " + t[i] + " follows " + t[i - 1]);
      }
    }
    if (t.length == 0 || t[0] >= train) {
      throw new IllegalArgumentException(
          "timesteps must start below num_train_timesteps, " + train);
    }
    return t;
  }

  /** Values from start to end inclusive, evenly spaced in double precision. */
  static double[] linspace(double start, double end, int n) {
    double[] values = new double[n];
    double step = n > 1 ? (end - start) / (n - 1) : 0;
    for (int i = 0; i < n; i++) {
      values[i] = i * step + start;
    }
    if (n > 1) {
      values[n - 1] = end;
    }
    return values;
  }

  /** Values from start, step apart, up to but not including stop. */
  static double[] arange(double start, double stop, double step) {
    int n = Math.max(0, (int) Math.ceil((stop - start) / step));
    double delta = (start + step) - start;
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = i == 1 ? start + step : start + i * delta;
    }
    return values;
  }

  static double[] reversed(double[] values) {
    double[] copy = new double[values.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = values[copy.length - 1 - i];
    }
    return copy;
  }
}
