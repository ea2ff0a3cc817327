package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.D0;
import static dev.kiln.generation.sampler.Coefficients.D1;
import static dev.kiln.generation.sampler.Coefficients.D2;
import static dev.kiln.generation.sampler.Coefficients.X;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * DPM-Solver and DPM-Solver++ as multistep methods with a history of 1 to 3, ODE and SDE: algorithm
 * 2, Lu et al. 2022 (arXiv 2211.01095). The form with a history of 3 is the authors' own, which
 * everybody uses: it takes half of the second derivative's term, and so converges with order 2,
 * with a smaller error than the one before.
 */
final class DpmMultistep {
  private static final Map<String, Object> FIELDS =
      Fields.with(
          Fields.solver("midpoint"),
          "algorithm_type",
          "dpmsolver++",
          "euler_at_final",
          false,
          "use_lu_lambdas",
          false,
          "final_sigmas_type",
          "zero",
          "lambda_min_clipped",
          Fields.NONE,
          "variance_type",
          Fields.NONE,
          "rescale_betas_zero_snr",
          false);

  static final Sampler SECOND = sampler("dpmpp-2m", 2, false, Map.of("solver_order", 2));
  static final Sampler FIRST = sampler("dpmpp-1m", 1, false, Map.of("solver_order", 1));
  static final Sampler THIRD = sampler("dpmpp-3m", 2, false, Map.of("solver_order", 3));
  static final Sampler SDE =
      sampler(
          "dpmpp-2m-sde", 2, true, Map.of("solver_order", 2, "algorithm_type", "sde-dpmsolver++"));

  private DpmMultistep() {}

  private static Sampler sampler(
      String name, int order, boolean stochastic, Map<String, Object> preset) {
    return new Sampler(
        new SamplerInfo(
            name, "DPMSolverMultistepScheduler", order, 1, stochastic, "arXiv 2211.01095"),
        FIELDS,
        preset,
        (config, steps, begin) -> plan(name, config, steps, begin));
  }

  private static SamplingPlan plan(String name, SchedulerConfig config, int steps, int begin) {
    Prediction.refuseThresholding(config);
    refuseLearnedVariance(config);
    DpmSolver solver = DpmSolver.of(config);
    boolean zero = config.oneOf("final_sigmas_type", "zero", "sigma_min").equals("zero");
    if (zero && !solver.predictsClean()) {
      throw new IllegalArgumentException(
          "final_sigmas_type zero does not work with algorithm_type "
              + config.text("algorithm_type")
              + ": use sigma_min");
    }
    SolverGrid grid = SolverGrid.of(config, steps, SolverGrid.Kind.MULTISTEP);
    String type = config.text("prediction_type");
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < grid.steps(); i++) {
      int order = order(config, i, begin, grid.steps(), zero);
      Level level = grid.level(i);
      Prediction prediction = Prediction.of(type, level);
      rows.add(
          PlanRow.of(
                  grid.timestep(i),
                  1,
                  solver.history(prediction),
                  null,
                  update(solver, grid::level, i, order),
                  null,
                  level,
                  grid.level(i + 1))
              .meaning(prediction.clean()));
    }
    return SamplingPlan.from(name, 1, grid.start(begin), rows);
  }

  static void refuseLearnedVariance(SchedulerConfig config) {
    if (config.has("variance_type")) {
      throw new IllegalArgumentException(
          "\"variance_type\": "
              + config.text("variance_type")
              + " cannot be honoured: the network would have two outputs");
    }
  }

  /** The order of step i of n: lower where there is no history yet, and at the end if asked. */
  static int order(SchedulerConfig config, int i, int begin, int n, boolean zero) {
    int order = config.integer("solver_order");
    if (order < 1 || order > 3) {
      throw new IllegalArgumentException("solver_order must be 1 to 3, was " + order);
    }
    boolean lower = config.flag("lower_order_final") && n < 15;
    if (i == n - 1 && (lower || zero || config.isSet("euler_at_final"))) {
      return 1;
    }
    int most = i == n - 2 && lower ? 2 : 3;
    return Math.min(Math.min(order, most), i - begin + 1);
  }

  /** The next sample from x and the history, by differences over levels i, i - 1 and i - 2. */
  static Coefficients update(DpmSolver solver, IntFunction<Level> levels, int i, int order) {
    Level from = levels.apply(i);
    Level to = levels.apply(i + 1);
    double h = to.lambda() - from.lambda();
    if (order == 1 || h == 0) {
      return solver.first(from, to, X, D0);
    }
    double r0 = (from.lambda() - levels.apply(i - 1).lambda()) / h;
    Coefficients newer = D0.minus(D1).times(1 / r0);
    if (order == 2) {
      return solver.second(from, to, X, D0, newer);
    }
    double r1 = (levels.apply(i - 1).lambda() - levels.apply(i - 2).lambda()) / h;
    Coefficients older = D1.minus(D2).times(1 / r1);
    Coefficients d1 = newer.plus(r0 / (r0 + r1), newer.minus(older));
    Coefficients d2 = newer.minus(older).times(1 / (r0 + r1));
    return solver.third(from, to, X, D0, d1, d2);
  }
}
