package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.D0;
import static dev.kiln.generation.sampler.Coefficients.D1;
import static dev.kiln.generation.sampler.Coefficients.D2;
import static dev.kiln.generation.sampler.Coefficients.D3;
import static dev.kiln.generation.sampler.Coefficients.X;
import static dev.kiln.generation.sampler.Coefficients.Y;

import java.util.ArrayList;
import java.util.List;

/** The classical Runge-Kutta method (Kutta 1901) along a rectified flow (arXiv 2210.02747). */
final class FlowRk4 {
  static final Sampler SAMPLER =
      Sampler.of(
          new SamplerInfo("flow-rk4", "", 4, 4, false, "arXiv 2210.02747"),
          FlowEuler.FIELDS,
          FlowRk4::plan);

  private FlowRk4() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    FlowGrid grid = FlowGrid.of(config, steps);
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < grid.steps(); i++) {
      double sigma = grid.sigma(i);
      double next = grid.sigma(i + 1);
      double middle = (sigma + next) / 2;
      double h = next - sigma;
      Coefficients slopes = D3.plus(2, D2).plus(2, D1).plus(D0);
      rows.add(grid.row(sigma, X.plus(h / 2, D0), X, middle));
      rows.add(grid.row(middle, Y.plus(h / 2, D0), null, middle));
      rows.add(grid.row(middle, Y.plus(h, D0), null, next));
      rows.add(grid.row(next, Y.plus(h / 6, slopes), null, next));
    }
    return SamplingPlan.from("flow-rk4", 1, grid.start(begin), rows);
  }
}
