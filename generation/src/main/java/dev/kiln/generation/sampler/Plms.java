package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.D0;
import static dev.kiln.generation.sampler.Coefficients.D1;
import static dev.kiln.generation.sampler.Coefficients.X;
import static dev.kiln.generation.sampler.Coefficients.Y;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pseudo linear multistep, Liu et al. 2022 (arXiv 2202.09778), started by a step that is taken
 * twice. y holds the sample before that step, then the first prediction, until the history has four
 * of its own.
 */
final class Plms {
  static final Sampler SAMPLER =
      new Sampler(
          new SamplerInfo("plms", "PNDMScheduler", 2, 1, false, "arXiv 2202.09778"),
          Fields.discrete(
              0.0001,
              0.02,
              "skip_prk_steps",
              false,
              "set_alpha_to_one",
              false,
              "timestep_spacing",
              "leading"),
          Map.of("skip_prk_steps", true),
          Plms::plan);

  private Plms() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    config.refuse(
        "skip_prk_steps",
        false,
        "the Runge-Kutta start needs a longer history than a plan has; set it to true");
    NoiseSchedule schedule = NoiseSchedule.of(config);
    int[] all = Spacing.descending(config, steps);
    int[] timesteps = Arrays.copyOfRange(all, Math.min(begin, all.length), all.length);
    int stride = config.integer("num_train_timesteps") / steps;
    float last = config.flag("set_alpha_to_one") ? 1 : schedule.alphaCumprod(0);
    List<PlanRow> rows = new ArrayList<>();
    for (int i = 0; i < timesteps.length; i++) {
      int previous = timesteps[i] - stride;
      float bar = schedule.alphaCumprod(timesteps[i]);
      float next = previous >= 0 ? schedule.alphaCumprod(previous) : last;
      rows.add(row(config, timesteps[i], bar, next, i));
      if (i == 0 && timesteps.length > 1) {
        float again = schedule.alphaCumprod(timesteps[1]);
        float from = schedule.alphaCumprod(timesteps[1] + stride);
        rows.add(second(config, timesteps[1], from, again));
      }
    }
    return SamplingPlan.from("plms", 1, schedule.level(all, begin), rows);
  }

  private static PlanRow row(SchedulerConfig config, int t, float bar, float next, int step) {
    Coefficients m =
        switch (step) {
          case 0 -> D0;
          case 1 -> D0.times(3).minus(Y).times(1 / 2.0);
          case 2 -> D0.times(23).plus(-16, D1).plus(5, Y).times(1 / 12.0);
          case 3 -> mean(Y);
          default -> mean(Coefficients.D3);
        };
    Coefficients a = transfer(config, X, m, bar, next);
    return row(config, t, a, step == 0 ? X : null, bar, next);
  }

  /** The first step once more, with the mean of the slopes at both of its ends. */
  private static PlanRow second(SchedulerConfig config, int t, float bar, float next) {
    Coefficients a = transfer(config, Y, D0.plus(D1).times(0.5), bar, next);
    return row(config, t, a, D1, next, next);
  }

  private static Coefficients mean(Coefficients oldest) {
    return D0.times(55).plus(-59, D1).plus(37, Coefficients.D2).plus(-9, oldest).times(1 / 24.0);
  }

  private static PlanRow row(
      SchedulerConfig config,
      int t,
      Coefficients a,
      @Nullable Coefficients y,
      float bar,
      float next) {
    Level level = Level.ofAlphaCumprod(bar);
    return PlanRow.of(t, 1, Coefficients.M, null, a, y, level, Level.ofAlphaCumprod(next))
        .meaning(Prediction.of(config.text("prediction_type"), level).clean());
  }

  /** Equation 11: from one level to another along a combined prediction. */
  private static Coefficients transfer(
      SchedulerConfig config, Coefficients x, Coefficients m, float bar, float next) {
    Level level = Level.ofAlphaCumprod(bar);
    Coefficients noise =
        switch (config.oneOf("prediction_type", "epsilon", "v_prediction")) {
          case "epsilon" -> m;
          default -> m.times(level.alpha()).plus(level.sigma(), x);
        };
    double denominator = bar * Math.sqrt(1f - next) + Math.sqrt((double) bar * (1f - bar) * next);
    return x.times(Math.sqrt(next / bar)).plus(-(next - bar) / denominator, noise);
  }
}
