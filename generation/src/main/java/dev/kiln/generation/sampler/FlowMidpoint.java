package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.D0;
import static dev.kiln.generation.sampler.Coefficients.X;
import static dev.kiln.generation.sampler.Coefficients.Y;

import java.util.ArrayList;
import java.util.List;

/** The explicit midpoint rule (Runge 1895) along a rectified flow (arXiv 2210.02747). */
final class FlowMidpoint {
  static final Sampler SAMPLER =
      Sampler.of(
          new SamplerInfo("flow-midpoint", "", 2, 2, false, "arXiv 2210.02747"),
          FlowEuler.FIELDS,
          FlowMidpoint::plan);

  private FlowMidpoint() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    FlowGrid grid = FlowGrid.of(config, steps);
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < grid.steps(); i++) {
      double sigma = grid.sigma(i);
      double next = grid.sigma(i + 1);
      double middle = (sigma + next) / 2;
      rows.add(grid.row(sigma, X.plus(middle - sigma, D0), X, middle));
      rows.add(grid.row(middle, Y.plus(next - sigma, D0), null, next));
    }
    return SamplingPlan.from("flow-midpoint", 1, grid.start(begin), rows);
  }
}
