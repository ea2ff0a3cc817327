package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.D0;
import static dev.kiln.generation.sampler.Coefficients.D1;
import static dev.kiln.generation.sampler.Coefficients.X;
import static dev.kiln.generation.sampler.Coefficients.Y;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Algorithm 1, Karras et al. 2022 (arXiv 2206.00364): an Euler step, then the same step again with
 * the mean of both slopes. The last step, to a clean sample, is Euler's.
 */
final class Heun {
  static final Sampler SAMPLER =
      Sampler.of(
          new SamplerInfo("heun", "HeunDiscreteScheduler", 2, 2, false, "arXiv 2206.00364"),
          Fields.with(
              Fields.exploding(0.00085, 0.012), "clip_sample", false, "clip_sample_range", 1.0),
          Heun::plan);

  private Heun() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    SigmaGrid grid = SigmaGrid.of(config, steps);
    Double clip = Prediction.clip(config);
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < grid.steps(); i++) {
      double sigma = grid.sigma(i);
      double next = grid.sigma(i + 1);
      Coefficients slope = X.minus(D0).times(1 / sigma);
      Coefficients euler = X.plus(next - sigma, slope);
      rows.add(row(config, grid.timestep(i), clip, euler, X, sigma, next));
      if (next > 0) {
        Coefficients first = Y.minus(D1).times(1 / sigma);
        Coefficients second = X.minus(D0).times(1 / next);
        Coefficients heun = Y.plus((next - sigma) / 2, first.plus(second));
        rows.add(row(config, grid.timestep(i + 1), clip, heun, null, next, next));
      }
    }
    return SamplingPlan.from("heun", grid.initNoiseSigma(), grid.start(begin), rows);
  }

  private static PlanRow row(
      SchedulerConfig config,
      double t,
      @Nullable Double clip,
      Coefficients a,
      @Nullable Coefficients y,
      double sigma,
      double next) {
    return PlanRow.of(
        t,
        SigmaGrid.inputScale(sigma),
        Prediction.exploding(config.text("prediction_type"), sigma).clean(),
        clip,
        a,
        y,
        Level.exploding(sigma),
        Level.exploding(next));
  }
}
