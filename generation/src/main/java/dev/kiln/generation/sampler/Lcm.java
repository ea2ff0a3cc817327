package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.D0;
import static dev.kiln.generation.sampler.Coefficients.NOISE;
import static dev.kiln.generation.sampler.Coefficients.X;

import java.util.ArrayList;
import java.util.List;

/** Multistep latent consistency sampling, Luo et al. 2023 (arXiv 2310.04378). */
final class Lcm {
  private static final double SIGMA_DATA = 0.5;

  static final Sampler SAMPLER =
      Sampler.of(
          new SamplerInfo("lcm", "LCMScheduler", 1, 1, true, "arXiv 2310.04378"),
          Fields.discrete(
              0.00085,
              0.012,
              "beta_schedule",
              "scaled_linear",
              "original_inference_steps",
              50,
              "clip_sample",
              false,
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
              "timestep_scaling",
              10.0,
              "rescale_betas_zero_snr",
              false),
          Lcm::plan);

  private Lcm() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    NoiseSchedule schedule = NoiseSchedule.of(config);
    int[] timesteps = DistilledSpacing.descending(config, steps);
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < timesteps.length; i++) {
      boolean last = i == timesteps.length - 1;
      float next = last ? 1 : schedule.alphaCumprod(timesteps[i + 1]);
      rows.add(row(config, timesteps[i], schedule.alphaCumprod(timesteps[i]), next));
    }
    return SamplingPlan.from("lcm", 1, schedule.level(timesteps, begin), rows);
  }

  private static PlanRow row(SchedulerConfig config, int t, float bar, float barNext) {
    Level level = Level.ofAlphaCumprod(bar);
    Level to = Level.ofAlphaCumprod(barNext);
    Prediction prediction = Prediction.of(config.text("prediction_type"), level);
    double scaled = t * config.number("timestep_scaling");
    double norm = scaled * scaled + SIGMA_DATA * SIGMA_DATA;
    double skip = SIGMA_DATA * SIGMA_DATA / norm;
    Coefficients denoised = D0.times(scaled / Math.sqrt(norm)).plus(skip, X);
    return PlanRow.of(
        t,
        1,
        prediction.clean(),
        Prediction.clip(config),
        denoised.times(to.alpha()).plus(to.sigma(), NOISE),
        null,
        level,
        to);
  }
}
