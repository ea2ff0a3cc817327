package dev.kiln.generation.sampler;

import java.util.ArrayList;
import java.util.List;

/**
 * DPM-Solver++ (Lu et al. 2022, arXiv 2211.01095) in the EDM formulation (arXiv 2206.00364), order
 * 1 to 3, ODE and SDE.
 */
final class EdmDpmMultistep {
  static final Sampler SAMPLER =
      Sampler.of(
          new SamplerInfo(
              "edm-dpmpp-2m", "EDMDPMSolverMultistepScheduler", 2, 1, false, "arXiv 2211.01095"),
          Fields.with(
              EdmGrid.FIELDS,
              "solver_order",
              2,
              "thresholding",
              false,
              "dynamic_thresholding_ratio",
              0.995,
              "sample_max_value",
              1.0,
              "algorithm_type",
              "dpmsolver++",
              "solver_type",
              "midpoint",
              "lower_order_final",
              true,
              "euler_at_final",
              false),
          EdmDpmMultistep::plan);

  private EdmDpmMultistep() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    Prediction.refuseThresholding(config);
    config.oneOf("algorithm_type", "dpmsolver++", "sde-dpmsolver++", "deis");
    DpmSolver solver = DpmSolver.of(config);
    EdmGrid grid = EdmGrid.of(config, steps);
    boolean zero = config.text("final_sigmas_type").equals("zero");
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < grid.steps(); i++) {
      int order = DpmMultistep.order(config, i, begin, grid.steps(), zero);
      rows.add(
          PlanRow.of(
              grid.timestep(i),
              grid.inputScale(i),
              grid.clean(grid.sigma(i)),
              null,
              DpmMultistep.update(solver, grid::level, i, order),
              null,
              grid.level(i),
              grid.level(i + 1)));
    }
    double init = EdmGrid.initNoiseSigma(config);
    return SamplingPlan.from("edm-dpmpp-2m", init, grid.start(begin), rows);
  }
}
