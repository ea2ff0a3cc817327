package dev.kiln.generation.sampler;

import java.util.ArrayList;
import java.util.List;

/** DPM-Solver-2 (arXiv 2206.00927) with ancestral steps: further down, then noised up again. */
final class Dpm2Ancestral {
  static final Sampler SAMPLER =
      Sampler.of(
          new SamplerInfo(
              "dpm2-ancestral", "KDPM2AncestralDiscreteScheduler", 1, 2, true, "arXiv 2206.00927"),
          Fields.exploding(0.00085, 0.012),
          Dpm2Ancestral::plan);

  private Dpm2Ancestral() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    MidpointSteps midpoint = new MidpointSteps(config, SigmaGrid.of(config, steps));
    SigmaGrid grid = midpoint.grid();
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < grid.steps(); i++) {
      double sigma = grid.sigma(i);
      Ancestral split = Ancestral.of(sigma, grid.sigma(i + 1));
      double middle = MidpointSteps.geometricMean(sigma, split.down());
      rows.addAll(midpoint.rows(i, middle, split.down(), split.up()));
    }
    return SamplingPlan.from("dpm2-ancestral", grid.initNoiseSigma(), grid.start(begin), rows);
  }
}
