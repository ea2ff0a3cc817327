package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.M;
import static dev.kiln.generation.sampler.Coefficients.NOISE;
import static dev.kiln.generation.sampler.Coefficients.X;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The predictor of the variance exploding reverse SDE, algorithm 2, Song et al. 2020 (arXiv
 * 2011.13456), and its probability flow (equation 13). The network gives the score at a noise
 * level; with sigma_data, as the EDM samplers have it, it is preconditioned (Karras et al. 2022,
 * arXiv 2206.00364, table 1) and the score is that of the clean sample which it means. The last
 * step leaves out its noise. The Langevin corrector is no plan: its step depends on data.
 */
final class ScoreSdeVe {
  private static final Map<String, Object> FIELDS =
      Fields.of(
          "num_train_timesteps",
          2000,
          "snr",
          0.15,
          "sigma_min",
          0.01,
          "sigma_max",
          1348.0,
          "sampling_eps",
          1e-5,
          "probability_flow",
          false,
          "sigma_data",
          Fields.NONE,
          "prediction_type",
          "epsilon");

  static final Sampler SDE = sampler("sde-ve", "ScoreSdeVeScheduler", true);
  static final Sampler ODE = sampler("ode-ve", "", false);

  private ScoreSdeVe() {}

  private static Sampler sampler(String name, String diffusersClass, boolean stochastic) {
    return new Sampler(
        new SamplerInfo(name, diffusersClass, 1, 1, stochastic, "arXiv 2011.13456"),
        FIELDS,
        Map.of("probability_flow", !stochastic),
        (config, steps, begin) -> plan(name, config, steps, begin));
  }

  private static SamplingPlan plan(String name, SchedulerConfig config, int steps, int begin) {
    double min = Math.log(config.number("sigma_min"));
    double max = Math.log(config.number("sigma_max"));
    boolean flow = config.flag("probability_flow");
    float[] logs = steps == 1 ? new float[] {(float) max} : NoiseSchedule.linspace(max, min, steps);
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < steps; i++) {
      double sigma = (float) Math.exp(logs[i]);
      double next = i + 1 < steps ? (float) Math.exp(logs[i + 1]) : 0;
      double variance = sigma * sigma - next * next;
      boolean noisy = !flow && i + 1 < steps;
      Call call = Call.of(config, sigma);
      Coefficients a = X.plus(flow ? variance / 2 : variance, call.score());
      rows.add(
          PlanRow.of(
              call.t(),
              call.inputScale(),
              X.plus(sigma * sigma, call.score()),
              null,
              noisy ? a.plus(Math.sqrt(variance), NOISE) : a,
              null,
              Level.exploding(sigma),
              Level.exploding(next)));
    }
    Level start = begin < steps ? Level.exploding((float) Math.exp(logs[begin])) : Level.CLEAN;
    return SamplingPlan.from(name, config.number("sigma_max"), start, rows);
  }

  /** What the network is told and sees at a noise level, and the score in its answer. */
  private record Call(double t, double inputScale, Coefficients score) {
    static Call of(SchedulerConfig config, double sigma) {
      if (!config.has("sigma_data")) {
        return new Call(sigma, 1, M);
      }
      double data = config.number("sigma_data");
      Coefficients clean = EdmGrid.clean(sigma, data, EdmGrid.sign(config));
      return new Call(
          EdmGrid.timestep(sigma),
          EdmGrid.inputScale(sigma, data),
          clean.minus(X).times(1 / (sigma * sigma)));
    }
  }
}
