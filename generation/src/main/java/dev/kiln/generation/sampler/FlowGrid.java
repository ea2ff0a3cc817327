package dev.kiln.generation.sampler;

import org.jspecify.annotations.Nullable;

/** Times of a walk along a flow, noise (1) to data (0), and what the network is told at each. */
final class FlowGrid {
  private final double[] sigmas;
  private final int train;

  private FlowGrid(double[] sigmas, int train) {
    this.sigmas = sigmas;
    this.train = train;
  }

  static FlowGrid of(SchedulerConfig config, int steps) {
    return new FlowGrid(FlowSigmas.of(config, steps), config.integer("num_train_timesteps"));
  }

  int steps() {
    return sigmas.length - 1;
  }

  double sigma(int step) {
    return sigmas[step];
  }

  /** The timestep for a time, in float32. */
  double timestep(double sigma) {
    return (float) sigma * train;
  }

  Level start(int begin) {
    return begin < steps() ? Level.flow(sigmas[begin]) : Level.CLEAN;
  }

  /** A call at one time whose result belongs to another; d is the network's velocity. */
  PlanRow row(double at, Coefficients a, @Nullable Coefficients y, double to) {
    return PlanRow.of(timestep(at), 1, Coefficients.M, null, a, y, Level.flow(at), Level.flow(to))
        .meaning(Prediction.of("flow_prediction", Level.flow(at)).clean());
  }
}
