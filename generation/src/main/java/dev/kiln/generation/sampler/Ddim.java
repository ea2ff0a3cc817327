package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.D0;
import static dev.kiln.generation.sampler.Coefficients.NOISE;
import static dev.kiln.generation.sampler.Coefficients.X;

import java.util.ArrayList;
import java.util.List;

/** Equations 12 and 16, Song, Meng and Ermon 2020 (arXiv 2010.02502). */
final class Ddim {
  static final Sampler SAMPLER =
      Sampler.of(
          new SamplerInfo("ddim", "DDIMScheduler", 1, 1, false, "arXiv 2010.02502"),
          Fields.discrete(
              0.0001,
              0.02,
              "clip_sample",
              true,
              "clip_sample_range",
              1.0,
              "set_alpha_to_one",
              true,
              "thresholding",
              false,
              "dynamic_thresholding_ratio",
              0.995,
              "sample_max_value",
              1.0,
              "timestep_spacing",
              "leading",
              "rescale_betas_zero_snr",
              false,
              "eta",
              0.0,
              "use_clipped_model_output",
              false),
          Ddim::plan);

  private Ddim() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    NoiseSchedule schedule = NoiseSchedule.of(config);
    int[] timesteps = Spacing.descending(config, steps);
    float last = config.flag("set_alpha_to_one") ? 1 : schedule.alphaCumprod(0);
    int stride = config.integer("num_train_timesteps") / steps;
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < timesteps.length; i++) {
      int previous = timesteps[i] - stride;
      float next = previous >= 0 ? schedule.alphaCumprod(previous) : last;
      rows.add(row(config, timesteps[i], schedule.alphaCumprod(timesteps[i]), next));
    }
    return SamplingPlan.from("ddim", 1, schedule.level(timesteps, begin), rows);
  }

  private static PlanRow row(SchedulerConfig config, int t, float bar, float barNext) {
    Level level = Level.ofAlphaCumprod(bar);
    Prediction prediction = Prediction.of(config.text("prediction_type"), level);
    float variance = (1f - barNext) / (1f - bar) * (1f - bar / barNext);
    double eta = config.number("eta");
    float deviation = (float) eta * (float) Math.sqrt(variance);
    double direction = Math.sqrt(Math.max(0, 1f - barNext - deviation * deviation));
    Coefficients noise =
        config.flag("use_clipped_model_output")
            ? X.times(1 / level.sigma()).plus(-level.alpha() / level.sigma(), D0)
            : prediction.noise();
    Coefficients a = D0.times(Math.sqrt(barNext)).plus(direction, noise).plus(deviation, NOISE);
    return PlanRow.of(
        t,
        1,
        prediction.clean(),
        Prediction.clip(config),
        a,
        null,
        level,
        Level.ofAlphaCumprod(barNext));
  }
}
