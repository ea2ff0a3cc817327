package dev.kiln.generation.sampler;

import java.util.ArrayList;
import java.util.List;

/**
 * DPM-Solver-2 in k-diffusion's form (Lu et al. 2022, arXiv 2206.00927, algorithm 1; Karras et al.
 * 2022, arXiv 2206.00364): the slope at the geometric mean of two noise levels carries the step.
 */
final class Dpm2 {
  static final Sampler SAMPLER =
      Sampler.of(
          new SamplerInfo("dpm2", "KDPM2DiscreteScheduler", 2, 2, false, "arXiv 2206.00927"),
          Fields.exploding(0.00085, 0.012),
          Dpm2::plan);

  private Dpm2() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    MidpointSteps midpoint = new MidpointSteps(config, SigmaGrid.of(config, steps));
    SigmaGrid grid = midpoint.grid();
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < grid.steps(); i++) {
      double sigma = grid.sigma(i);
      double next = grid.sigma(i + 1);
      rows.addAll(midpoint.rows(i, MidpointSteps.geometricMean(sigma, next), next, 0));
    }
    return SamplingPlan.from("dpm2", grid.initNoiseSigma(), grid.start(begin), rows);
  }
}
