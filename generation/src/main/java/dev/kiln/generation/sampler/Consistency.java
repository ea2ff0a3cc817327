package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.D0;
import static dev.kiln.generation.sampler.Coefficients.M;
import static dev.kiln.generation.sampler.Coefficients.NOISE;
import static dev.kiln.generation.sampler.Coefficients.X;

import java.util.ArrayList;
import java.util.List;

/** Algorithm 1, Song et al. 2023 (arXiv 2303.01469): denoise, add less noise, denoise again. */
final class Consistency {
  static final Sampler SAMPLER =
      Sampler.of(
          new SamplerInfo(
              "consistency", "CMStochasticIterativeScheduler", 1, 1, true, "arXiv 2303.01469"),
          Fields.of(
              "num_train_timesteps",
              40,
              "sigma_min",
              0.002,
              "sigma_max",
              80.0,
              "sigma_data",
              0.5,
              "s_noise",
              1.0,
              "rho",
              7.0,
              "clip_denoised",
              true,
              "timesteps",
              Fields.NONE),
          Consistency::plan);

  private Consistency() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    double[] sigmas = sigmas(config, steps);
    int n = sigmas.length;
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < n; i++) {
      double next = i + 1 < n ? sigmas[i + 1] : config.number("sigma_min");
      rows.add(row(config, sigmas[i], next, n > 1));
    }
    double max = config.number("sigma_max");
    return new SamplingPlan("consistency", max, 1, begin < n ? sigmas[begin] : 0, rows);
  }

  private static double[] sigmas(SchedulerConfig config, int steps) {
    int train = config.integer("num_train_timesteps");
    int[] indices;
    if (config.has("timesteps")) {
      indices = Spacing.descending(config, steps);
    } else if (steps > train) {
      throw new IllegalArgumentException(
          "steps must be at most num_train_timesteps, " + train + ", was " + steps);
    } else {
      indices = Spacing.leading(train / steps, steps, 0);
    }
    double rho = config.number("rho");
    double min = Math.pow(config.number("sigma_min"), 1 / rho);
    double max = Math.pow(config.number("sigma_max"), 1 / rho);
    double[] sigmas = new double[indices.length];
    for (int i = 0; i < sigmas.length; i++) {
      double ramp = indices[sigmas.length - 1 - i] / (train - 1.0);
      sigmas[i] = Math.pow(max + ramp * (min - max), rho);
    }
    return sigmas;
  }

  private static PlanRow row(SchedulerConfig config, double sigma, double next, boolean noisy) {
    double data = config.number("sigma_data");
    float min = (float) config.number("sigma_min");
    float s = (float) sigma;
    float norm = s * s + (float) (data * data);
    float offset = s - min;
    double skip = data * data / (offset * offset + data * data);
    double out = offset * data / Math.sqrt(norm);
    float hat = Math.min(Math.max((float) next, min), (float) config.number("sigma_max"));
    double variance = Math.max(0, hat * hat - (float) Math.pow(config.number("sigma_min"), 2));
    double fresh = noisy ? config.number("s_noise") * Math.sqrt(variance) : 0;
    return new PlanRow(
        250 * Math.log(sigma + 1e-44),
        1 / Math.sqrt(norm),
        skip,
        out,
        config.flag("clip_denoised") ? 1.0 : null,
        X.times(skip).plus(out, M),
        D0.plus(fresh, NOISE),
        null,
        sigma,
        1,
        next);
  }
}
