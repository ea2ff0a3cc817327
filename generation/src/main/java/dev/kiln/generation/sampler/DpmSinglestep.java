package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.D0;
import static dev.kiln.generation.sampler.Coefficients.D1;
import static dev.kiln.generation.sampler.Coefficients.D2;
import static dev.kiln.generation.sampler.Coefficients.X;
import static dev.kiln.generation.sampler.Coefficients.Y;
import static dev.kiln.generation.sampler.Coefficients.ZERO;

import java.util.ArrayList;
import java.util.List;

/**
 * DPM-Solver++ in single steps of two or three calls: algorithm 1, Lu et al. 2022 (arXiv
 * 2211.01095), and DPM-Solver-3 (arXiv 2206.00927). A step's first call saves the sample, from
 * which its last one starts again.
 */
final class DpmSinglestep {
  static final Sampler SAMPLER =
      Sampler.of(
          new SamplerInfo(
              "dpmpp-2s", "DPMSolverSinglestepScheduler", 2, 1, false, "arXiv 2211.01095"),
          Fields.with(
              Fields.solver("midpoint"),
              "algorithm_type",
              "dpmsolver++",
              "lower_order_final",
              false,
              "final_sigmas_type",
              "zero",
              "lambda_min_clipped",
              Fields.NONE,
              "variance_type",
              Fields.NONE),
          DpmSinglestep::plan);

  private DpmSinglestep() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    Prediction.refuseThresholding(config);
    DpmMultistep.refuseLearnedVariance(config);
    DpmSolver solver = DpmSolver.of(config);
    boolean zero = config.oneOf("final_sigmas_type", "zero", "sigma_min").equals("zero");
    if (zero && !solver.predictsClean()) {
      throw new IllegalArgumentException(
          "final_sigmas_type zero does not work with algorithm_type "
              + config.text("algorithm_type")
              + ": use sigma_min");
    }
    SolverGrid grid = SolverGrid.of(config, steps, SolverGrid.Kind.SINGLESTEP);
    int[] orders = orders(config, grid.steps(), zero);
    String type = config.text("prediction_type");
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < grid.steps(); i++) {
      int order = Math.min(orders[i], i - begin + 1);
      Level level = grid.level(i);
      Prediction prediction = Prediction.of(type, level);
      rows.add(
          PlanRow.of(
                  grid.timestep(i),
                  1,
                  solver.history(prediction),
                  null,
                  update(solver, grid, i, order),
                  order == 1 ? X : null,
                  level,
                  grid.level(i + 1))
              .meaning(prediction.clean()));
    }
    return SamplingPlan.from("dpmpp-2s", 1, grid.start(begin), rows);
  }

  /** 1, 2 (, 3), 1, 2 (, 3) ... with what is left over in lower orders at the end. */
  static int[] orders(SchedulerConfig config, int steps, boolean zero) {
    int order = config.integer("solver_order");
    if (order < 1 || order > 3) {
      throw new IllegalArgumentException("solver_order must be 1 to 3, was " + order);
    }
    int[] orders = new int[steps];
    for (int i = 0; i < steps; i++) {
      orders[i] = i % order + 1;
    }
    boolean lower = config.flag("lower_order_final") || steps % order != 0 || zero;
    if (lower && steps % order == 0) {
      orders[steps - 1] = 1;
    }
    if (zero) {
      orders[steps - 1] = 1;
    }
    return orders;
  }

  private static Coefficients update(DpmSolver solver, SolverGrid grid, int i, int order) {
    Level to = grid.level(i + 1);
    Level from = grid.level(i - order + 1);
    if (order == 1) {
      return solver.first(from, to, X, D0);
    }
    double h = to.lambda() - from.lambda();
    double r0 = (grid.level(i).lambda() - from.lambda()) / h;
    if (order == 2) {
      return solver.second(from, to, Y, D1, D0.minus(D1).times(1 / r0));
    }
    double r1 = (grid.level(i - 1).lambda() - from.lambda()) / h;
    Coefficients near = D1.minus(D2).times(1 / r1);
    Coefficients far = D0.minus(D2).times(1 / r0);
    if (!solver.heun()) {
      return solver.third(from, to, Y, D2, far, ZERO);
    }
    Coefficients d1 = near.times(r0).plus(-r1, far).times(1 / (r0 - r1));
    Coefficients d2 = far.minus(near).times(2 / (r0 - r1));
    return solver.third(from, to, Y, D2, d1, d2);
  }
}
