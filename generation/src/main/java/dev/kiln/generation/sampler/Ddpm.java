package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.D0;
import static dev.kiln.generation.sampler.Coefficients.NOISE;
import static dev.kiln.generation.sampler.Coefficients.X;

import java.util.ArrayList;
import java.util.List;

/** Equations 6 and 7, Ho, Jain and Abbeel 2020 (arXiv 2006.11239), over any subset of timesteps. */
final class Ddpm {
  static final Sampler SAMPLER =
      Sampler.of(
          new SamplerInfo("ddpm", "DDPMScheduler", 1, 1, true, "arXiv 2006.11239"),
          Fields.discrete(
              0.0001,
              0.02,
              "variance_type",
              "fixed_small",
              "clip_sample",
              true,
              "clip_sample_range",
              1.0,
              "thresholding",
              false,
              "dynamic_thresholding_ratio",
              0.995,
              "sample_max_value",
              1.0,
              "timestep_spacing",
              "leading",
              "rescale_betas_zero_snr",
              false),
          Ddpm::plan);

  private Ddpm() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    NoiseSchedule schedule = NoiseSchedule.of(config);
    int[] timesteps = Spacing.descending(config, steps);
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < timesteps.length; i++) {
      float next = i + 1 < timesteps.length ? schedule.alphaCumprod(timesteps[i + 1]) : 1;
      rows.add(row(config, timesteps[i], schedule.alphaCumprod(timesteps[i]), next));
    }
    return SamplingPlan.from("ddpm", 1, schedule.level(timesteps, begin), rows);
  }

  private static PlanRow row(SchedulerConfig config, int t, float bar, float barNext) {
    float alpha = bar / barNext;
    float beta = 1f - alpha;
    double clean = Math.sqrt(barNext) * beta / (1f - bar);
    double keep = Math.sqrt(alpha) * (1f - barNext) / (1f - bar);
    double deviation = t > 0 ? Math.sqrt(variance(config, bar, barNext, beta)) : 0;
    Level level = Level.ofAlphaCumprod(bar);
    return PlanRow.of(
        t,
        1,
        Prediction.of(config.text("prediction_type"), level).clean(),
        Prediction.clip(config),
        D0.times(clean).plus(keep, X).plus(deviation, NOISE),
        null,
        level,
        Level.ofAlphaCumprod(barNext));
  }

  private static double variance(SchedulerConfig config, float bar, float barNext, float beta) {
    String type = config.text("variance_type");
    return switch (type) {
      case "fixed_small", "fixed_small_log" -> Math.max((1f - barNext) / (1f - bar) * beta, 1e-20f);
      case "fixed_large" -> beta;
      default ->
          throw new IllegalArgumentException(
              "variance_type "
                  + type
                  + " cannot be honoured: a plan knows fixed_small, fixed_small_log and"
                  + " fixed_large, not a variance that the network predicts");
    };
  }
}
