package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.D0;
import static dev.kiln.generation.sampler.Coefficients.D1;
import static dev.kiln.generation.sampler.Coefficients.X;
import static dev.kiln.generation.sampler.Coefficients.Y;

import java.util.ArrayList;
import java.util.List;

/** Heun's method (Karras et al. 2022, arXiv 2206.00364) along a rectified flow. */
final class FlowHeun {
  static final Sampler SAMPLER =
      Sampler.of(
          new SamplerInfo(
              "flow-heun", "FlowMatchHeunDiscreteScheduler", 2, 2, false, "arXiv 2206.00364"),
          Fields.of("num_train_timesteps", 1000, "shift", 1.0),
          FlowHeun::plan);

  private FlowHeun() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    FlowGrid grid = FlowGrid.of(config, steps);
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < grid.steps(); i++) {
      double sigma = grid.sigma(i);
      double next = grid.sigma(i + 1);
      double h = next - sigma;
      rows.add(grid.row(sigma, X.plus(h, D0), X, next));
      if (next > 0) {
        rows.add(grid.row(next, Y.plus(h / 2, D1.plus(D0)), null, next));
      }
    }
    return SamplingPlan.from("flow-heun", 1, grid.start(begin), rows);
  }
}
