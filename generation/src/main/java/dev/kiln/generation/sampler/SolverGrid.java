package dev.kiln.generation.sampler;

import org.jspecify.annotations.Nullable;

/**
 * Noise levels and whole timesteps of the exponential integrators (DPM-Solver, UniPC, DEIS), which
 * work on half the log signal-to-noise ratio of a variance preserving or a flow process.
 */
final class SolverGrid {
  private final double[] timesteps;
  private final double[] sigmas;
  private final boolean flow;

  private SolverGrid(double[] timesteps, double[] sigmas, boolean flow) {
    this.timesteps = timesteps;
    this.sigmas = sigmas;
    this.flow = flow;
  }

  /** What tells one family's grid from another's. */
  enum Kind {
    /** DPM-Solver multistep: timesteps clipped by lambda; its own last level. */
    MULTISTEP,
    /** DPM-Solver singlestep: as multistep, always linspace. */
    SINGLESTEP,
    /** UniPC: respaced levels end where they end. */
    UNIPC,
    /** DEIS: never reaches a clean sample. */
    DEIS;

    /** Whether a final sigma_min is the schedule's, however the levels are spread. */
    boolean sharesLast() {
      return this == MULTISTEP || this == SINGLESTEP;
    }
  }

  static SolverGrid of(SchedulerConfig config, int steps, Kind kind) {
    NoiseSchedule schedule = NoiseSchedule.of(config).withSignalAtTheEnd(config);
    double[] training = schedule.sigmas();
    double smallest = training[0];
    double largest = training[training.length - 1];
    if (config.isSet("use_flow_sigmas")) {
      double[] sigmas = FlowSigmas.shifted(config, steps);
      int train = config.integer("num_train_timesteps");
      double last = kind.sharesLast() ? smallest : sigmas[sigmas.length - 1];
      double[] timesteps = Sigmas.map(sigmas, s -> (long) (s * train));
      return new SolverGrid(timesteps, Sigmas.rounded(sigmas, last(config, kind, last)), true);
    }
    double[] respaced = respaced(config, largest, smallest, steps);
    if (respaced != null) {
      double last = kind.sharesLast() ? smallest : respaced[respaced.length - 1];
      boolean whole = rounds(config, kind);
      double[] timesteps =
          Sigmas.map(
              respaced,
              s -> {
                double t = Sigmas.timestep(s, training);
                return (long) (whole ? Math.rint(t) : t);
              });
      return new SolverGrid(timesteps, Sigmas.rounded(respaced, last(config, kind, last)), false);
    }
    double[] timesteps = timesteps(config, schedule, steps, kind);
    double[] sigmas = Sigmas.map(timesteps, t -> Sigmas.interpolate(t, training));
    return new SolverGrid(timesteps, Sigmas.rounded(sigmas, last(config, kind, smallest)), false);
  }

  private static double @Nullable [] respaced(
      SchedulerConfig config, double largest, double smallest, int steps) {
    if (config.isSet("use_lu_lambdas")) {
      // Lu et al. 2022 (arXiv 2206.00927): even steps in the log of the noise level.
      return Sigmas.map(
          Spacing.linspace(0, 1, steps),
          ramp ->
              Math.exp(
                  (float) Math.log(largest)
                      + ramp * ((float) Math.log(smallest) - (float) Math.log(largest))));
    }
    return Sigmas.respaced(config, largest, smallest, steps);
  }

  private static boolean rounds(SchedulerConfig config, Kind kind) {
    boolean logarithmic = config.isSet("use_karras_sigmas") || config.isSet("use_lu_lambdas");
    boolean cosine = config.text("beta_schedule").equals("squaredcos_cap_v2");
    return logarithmic && !(kind == Kind.MULTISTEP && cosine);
  }

  private static double last(SchedulerConfig config, Kind kind, double smallest) {
    if (kind == Kind.DEIS) {
      return smallest;
    }
    boolean zero = config.oneOf("final_sigmas_type", "zero", "sigma_min").equals("zero");
    return zero ? 0 : smallest;
  }

  private static double[] timesteps(
      SchedulerConfig config, NoiseSchedule schedule, int steps, Kind kind) {
    if (config.has("timesteps")) {
      return Sigmas.map(config.numbers("timesteps"), t -> (long) t);
    }
    int train = config.integer("num_train_timesteps");
    if (steps > train) {
      throw new IllegalArgumentException(
          "steps must be at most num_train_timesteps, " + train + ", was " + steps);
    }
    int last = train - clipped(config, schedule);
    String spacing =
        kind == Kind.SINGLESTEP
            ? "linspace"
            : config.oneOf("timestep_spacing", "linspace", "leading", "trailing");
    double[] timesteps = new double[steps];
    int stride = last / (steps + 1);
    int offset = config.integer("steps_offset");
    double[] even = Spacing.linspace(0, last - 1.0, steps + 1);
    for (int i = 0; i < steps; i++) {
      timesteps[i] =
          spacing.equals("leading") ? (steps - i) * stride + offset : Math.rint(even[steps - i]);
    }
    return spacing.equals("trailing")
        ? Sigmas.map(Spacing.arange(last, 0, -((double) train / steps)), t -> Math.rint(t) - 1)
        : timesteps;
  }

  /** How many of the noisiest timesteps lie below lambda_min_clipped. */
  private static int clipped(SchedulerConfig config, NoiseSchedule schedule) {
    int clipped = 0;
    if (config.has("lambda_min_clipped")) {
      double least = config.number("lambda_min_clipped");
      while (clipped < schedule.size() - 1
          && schedule.lambda(schedule.size() - 1 - clipped) < least) {
        clipped++;
      }
    }
    return clipped;
  }

  int steps() {
    return timesteps.length;
  }

  double timestep(int step) {
    return timesteps[step];
  }

  /** Noise to signal (or the share of noise in a flow) at a step; at steps() the final one. */
  double sigma(int step) {
    return sigmas[step];
  }

  /** Amplitudes at a step; at steps() the final ones. */
  Level level(int step) {
    return flow ? Level.flow(sigmas[step]) : Level.preserving(sigmas[step]);
  }

  /** Where a plan begins that leaves out its first steps. */
  Level start(int begin) {
    return begin < steps() ? level(begin) : Level.CLEAN;
  }
}
