package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.NOISE;
import static dev.kiln.generation.sampler.Coefficients.X;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Euler and Maruyama steps along the variance preserving reverse SDE, and Euler steps along its
 * probability flow: equations 6, 11 and 13, Song et al. 2020 (arXiv 2011.13456). The network
 * predicts the noise; the score is minus that over its standard deviation. The last step leaves out
 * its noise.
 */
final class ScoreSdeVp {
  private static final Map<String, Object> FIELDS =
      Fields.of(
          "num_train_timesteps",
          2000,
          "beta_min",
          0.1,
          "beta_max",
          20.0,
          "sampling_eps",
          0.001,
          "prediction_type",
          "epsilon",
          "probability_flow",
          false);

  static final Sampler SDE = sampler("sde-vp", "ScoreSdeVpScheduler", true);
  static final Sampler ODE = sampler("ode-vp", "", false);

  private ScoreSdeVp() {}

  private static Sampler sampler(String name, String diffusersClass, boolean stochastic) {
    return new Sampler(
        new SamplerInfo(name, diffusersClass, 1, 1, stochastic, "arXiv 2011.13456"),
        FIELDS,
        Map.of("probability_flow", !stochastic),
        (config, steps, begin) -> plan(name, config, steps, begin));
  }

  private static SamplingPlan plan(String name, SchedulerConfig config, int steps, int begin) {
    double end = config.number("sampling_eps");
    int train = config.integer("num_train_timesteps");
    boolean flow = config.flag("probability_flow");
    double[] times = steps == 1 ? new double[] {1} : Spacing.linspace(1, end, steps);
    double h = 1.0 / steps;
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < steps; i++) {
      Level level = level(config, times[i]);
      Prediction prediction = Prediction.of(config.text("prediction_type"), level);
      double beta = beta(config, times[i]);
      Coefficients score = prediction.noise().times(-1 / level.sigma());
      Coefficients a = X.times(1 + beta * h / 2).plus((flow ? 0.5 : 1) * beta * h, score);
      boolean last = i + 1 == steps;
      rows.add(
          PlanRow.of(
              times[i] * (train - 1),
              1,
              prediction.clean(),
              null,
              flow || last ? a : a.plus(Math.sqrt(beta * h), NOISE),
              null,
              level,
              last ? Level.CLEAN : level(config, times[i + 1])));
    }
    Level start = begin < steps ? level(config, times[begin]) : Level.CLEAN;
    return SamplingPlan.from(name, 1, start, rows);
  }

  private static double beta(SchedulerConfig config, double t) {
    double min = config.number("beta_min");
    return min + t * (config.number("beta_max") - min);
  }

  private static Level level(SchedulerConfig config, double t) {
    double min = config.number("beta_min");
    double logAlpha = -0.25 * t * t * (config.number("beta_max") - min) - 0.5 * t * min;
    return new Level(Math.exp(logAlpha), Math.sqrt(-Math.expm1(2 * logAlpha)));
  }
}
