package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.D0;
import static dev.kiln.generation.sampler.Coefficients.NOISE;

import java.util.ArrayList;
import java.util.List;

/**
 * Strategic stochastic sampling, algorithm 2, Zheng et al. 2024 (arXiv 2402.19159): down to s = (1
 * - eta) t', then noised up to t'.
 */
final class Tcd {
  static final Sampler SAMPLER =
      Sampler.of(
          new SamplerInfo("tcd", "TCDScheduler", 1, 1, true, "arXiv 2402.19159"),
          Fields.with(Lcm.SAMPLER.fields(), "eta", 0.3),
          Tcd::plan);

  private Tcd() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    Prediction.refuseThresholding(config);
    NoiseSchedule schedule = NoiseSchedule.of(config);
    int[] timesteps = DistilledSpacing.descending(config, steps);
    double eta = config.number("eta");
    if (!(eta >= 0 && eta <= 1)) {
      throw new IllegalArgumentException("eta of tcd must be between 0 and 1, was " + eta);
    }
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < timesteps.length; i++) {
      boolean last = i == timesteps.length - 1;
      int next = last ? 0 : timesteps[i + 1];
      int down = (int) Math.floor((float) (1 - eta) * next);
      float bar = schedule.alphaCumprod(timesteps[i]);
      float barDown = schedule.alphaCumprod(down);
      float barNext = last ? barDown : schedule.alphaCumprod(next);
      rows.add(row(config.text("prediction_type"), timesteps[i], bar, barDown, barNext));
    }
    return SamplingPlan.from("tcd", 1, schedule.level(timesteps, begin), rows);
  }

  private static PlanRow row(String type, int t, float bar, float barDown, float barNext) {
    Level level = Level.ofAlphaCumprod(bar);
    Level down = Level.ofAlphaCumprod(barDown);
    Prediction prediction = Prediction.of(type, level);
    float kept = barNext / barDown;
    Coefficients a =
        D0.times(down.alpha())
            .plus(down.sigma(), prediction.noise())
            .times(Math.sqrt(kept))
            .plus(Math.sqrt(Math.max(0, 1f - kept)), NOISE);
    return PlanRow.of(
        t, 1, prediction.clean(), null, a, null, level, Level.ofAlphaCumprod(barNext));
  }
}
