package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.X;

import java.util.ArrayList;
import java.util.List;

/**
 * Exponential integrator with a polynomial in log rho, rho = sigma / alpha: Zhang and Chen 2022
 * (arXiv 2204.13902), the rho-Adams-Bashforth form.
 */
final class Deis {
  static final Sampler SAMPLER =
      Sampler.of(
          new SamplerInfo("deis", "DEISMultistepScheduler", 2, 1, false, "arXiv 2204.13902"),
          Fields.with(Fields.solver("logrho"), "algorithm_type", "deis"),
          Deis::plan);

  private Deis() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    Prediction.refuseThresholding(config);
    config.oneOf("algorithm_type", "deis", "dpmsolver", "dpmsolver++");
    config.oneOf("solver_type", "logrho", "midpoint", "heun", "bh1", "bh2");
    SolverGrid grid = SolverGrid.of(config, steps, SolverGrid.Kind.DEIS);
    String type = config.text("prediction_type");
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < grid.steps(); i++) {
      Level level = grid.level(i);
      Level next = grid.level(i + 1);
      int order = DpmMultistep.order(config, i, begin, grid.steps(), false);
      Prediction prediction = Prediction.of(type, level);
      Coefficients a = X.times(next.alpha() / level.alpha());
      for (int age = 0; age < order; age++) {
        a = a.plus(next.alpha() * weight(grid, i, order, age), Coefficients.d(age));
      }
      rows.add(
          PlanRow.of(grid.timestep(i), 1, prediction.noise(), null, a, null, level, next)
              .meaning(prediction.clean()));
    }
    return SamplingPlan.from("deis", 1, grid.start(begin), rows);
  }

  /** The integral over rho of the Lagrange polynomial in log rho that is 1 at one past level. */
  private static double weight(SolverGrid grid, int i, int order, int age) {
    double to = grid.level(i + 1).ratio();
    double from = grid.level(i).ratio();
    if (order == 1) {
      return to - from;
    }
    double here = Math.log(grid.level(i - age).ratio());
    double[] others = new double[order - 1];
    double product = 1;
    for (int k = 0, n = 0; k < order; k++) {
      if (k != age) {
        others[n] = Math.log(grid.level(i - k).ratio());
        product *= here - others[n];
        n++;
      }
    }
    return (antiderivative(to, others) - antiderivative(from, others)) / product;
  }

  /** Of (log rho - c) for one other level, of (log rho - c)(log rho - d) for two. */
  private static double antiderivative(double rho, double[] others) {
    double log = Math.log(rho);
    double c = others[0];
    if (others.length == 1) {
      return rho * (log - 1 - c);
    }
    double d = others[1];
    return rho * (c * (d - log + 1) - d * log + d + log * log - 2 * log + 2);
  }
}
