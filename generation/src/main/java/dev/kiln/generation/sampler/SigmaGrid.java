package dev.kiln.generation.sampler;

/**
 * Noise levels of a variance exploding walk over a discrete schedule, as in k-diffusion (Karras et
 * al. 2022, arXiv 2206.00364): steps levels in descending order and the final one, and the timestep
 * that the network is told at each.
 */
final class SigmaGrid {
  private final double[] timesteps;
  private final double[] sigmas;
  private final double[] training;
  private final double initNoiseSigma;

  private SigmaGrid(double[] timesteps, double[] sigmas, double[] training, double initNoiseSigma) {
    this.timesteps = timesteps;
    this.sigmas = sigmas;
    this.training = training;
    this.initNoiseSigma = initNoiseSigma;
  }

  /** The grid that a configuration describes. */
  static SigmaGrid of(SchedulerConfig config, int steps) {
    double[] training = NoiseSchedule.of(config).withSignalAtTheEnd(config).sigmas();
    if (config.has("sigmas")) {
      return given(config, training);
    }
    double[] timesteps = timesteps(config, steps);
    double[] sigmas = Sigmas.map(timesteps, t -> Sigmas.interpolate(t, training));
    if (config.has("interpolation_type")
        && config.oneOf("interpolation_type", "linear", "log_linear").equals("log_linear")) {
      sigmas = logLinear(training, steps);
    }
    double[] respaced =
        Sigmas.respaced(config, sigmas[0], sigmas[sigmas.length - 1], timesteps.length);
    if (respaced != null) {
      sigmas = respaced;
      timesteps = Sigmas.map(sigmas, s -> Sigmas.timestep(s, training));
    }
    double last = 0;
    if (config.has("final_sigmas_type")
        && config.oneOf("final_sigmas_type", "zero", "sigma_min").equals("sigma_min")) {
      last = training[0];
    }
    return of(config, timesteps, Sigmas.rounded(sigmas, last), training);
  }

  private static SigmaGrid of(
      SchedulerConfig config, double[] timesteps, double[] sigmas, double[] training) {
    boolean continuous =
        config.has("timestep_type")
            && config.oneOf("timestep_type", "discrete", "continuous").equals("continuous")
            && config.text("prediction_type").equals("v_prediction");
    double[] told = new double[timesteps.length];
    for (int i = 0; i < told.length; i++) {
      told[i] = continuous ? (float) (0.25 * Math.log(sigmas[i])) : (float) timesteps[i];
    }
    double max = Sigmas.largest(sigmas);
    boolean leading = config.text("timestep_spacing").equals("leading");
    return new SigmaGrid(told, sigmas, training, leading ? Math.sqrt(max * max + 1) : max);
  }

  private static SigmaGrid given(SchedulerConfig config, double[] training) {
    double[] given = config.numbers("sigmas");
    double[] sigmas = Sigmas.map(given, s -> (float) s);
    double[] timesteps = new double[given.length - 1];
    for (int i = 0; i < timesteps.length; i++) {
      timesteps[i] = Sigmas.timestep(sigmas[i], training);
    }
    return of(config, timesteps, sigmas, training);
  }

  private static double[] timesteps(SchedulerConfig config, int steps) {
    int train = config.integer("num_train_timesteps");
    if (config.has("timesteps")) {
      return config.numbers("timesteps");
    }
    if (steps > train) {
      throw new IllegalArgumentException(
          "steps must be at most num_train_timesteps, " + train + ", was " + steps);
    }
    String spacing = config.oneOf("timestep_spacing", "linspace", "leading", "trailing");
    if (spacing.equals("linspace")) {
      double[] ascending = Spacing.linspace(0, train - 1.0, steps);
      return Sigmas.map(Spacing.reversed(ascending), t -> (float) t);
    }
    int[] whole =
        spacing.equals("leading")
            ? Spacing.leading(train / steps, steps, config.integer("steps_offset"))
            : Spacing.trailing(train, steps);
    double[] timesteps = new double[whole.length];
    for (int i = 0; i < whole.length; i++) {
      timesteps[i] = whole[i];
    }
    return timesteps;
  }

  /** One more level than steps, as the reference has it; the last but one is the smallest. */
  private static double[] logLinear(double[] training, int steps) {
    float from = (float) Math.log(training[training.length - 1]);
    float to = (float) Math.log(training[0]);
    float[] logs = NoiseSchedule.linspace(from, to, steps + 1);
    double[] sigmas = new double[logs.length];
    for (int i = 0; i < sigmas.length; i++) {
      sigmas[i] = (float) Math.exp(logs[i]);
    }
    return sigmas;
  }

  /** This grid with its timesteps rounded to whole ones. */
  SigmaGrid withWholeTimesteps() {
    return new SigmaGrid(Sigmas.map(timesteps, Math::rint), sigmas, training, initNoiseSigma);
  }

  int steps() {
    return timesteps.length;
  }

  /** How many noise levels there are, the final one included. */
  int levels() {
    return sigmas.length;
  }

  /** The timestep that the network is told at a step. */
  double timestep(int step) {
    return timesteps[step];
  }

  /** The noise level at a step; at steps() the final one. */
  double sigma(int step) {
    return sigmas[step];
  }

  /** The timestep that a noise level between the steps stands for. */
  double timestepAt(double sigma) {
    return Sigmas.timestep(sigma, training);
  }

  /** Standard deviation of the noise to start from. */
  double initNoiseSigma() {
    return initNoiseSigma;
  }

  /** The factor under which the network sees x at a noise level. */
  static double inputScale(double sigma) {
    return 1 / Math.sqrt(sigma * sigma + 1);
  }

  /** Where a plan begins that leaves out its first steps. */
  Level start(int begin) {
    return begin < steps() ? Level.exploding(sigmas[begin]) : Level.CLEAN;
  }
}
