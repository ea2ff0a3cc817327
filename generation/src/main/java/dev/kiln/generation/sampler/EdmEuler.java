package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.NOISE;
import static dev.kiln.generation.sampler.Coefficients.X;

import java.util.ArrayList;
import java.util.List;

/** Euler steps in the EDM formulation, algorithm 2, Karras et al. 2022 (arXiv 2206.00364). */
final class EdmEuler {
  static final Sampler SAMPLER =
      Sampler.of(
          new SamplerInfo("edm-euler", "EDMEulerScheduler", 1, 1, false, "arXiv 2206.00364"),
          Fields.with(
              EdmGrid.FIELDS,
              "s_churn",
              0.0,
              "s_tmin",
              0.0,
              "s_tmax",
              Double.POSITIVE_INFINITY,
              "s_noise",
              1.0),
          EdmEuler::plan);

  private EdmEuler() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    EdmGrid grid = EdmGrid.of(config, steps);
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < grid.steps(); i++) {
      Churn churn = Churn.of(config, grid.sigma(i), grid.steps());
      Coefficients hat = X.plus(churn.noise(), NOISE);
      Coefficients form = grid.clean(churn.sigma());
      Coefficients clean = hat.times(form.x()).plus(form.m(), Coefficients.M);
      double growth = (grid.sigma(i + 1) - churn.sigma()) / churn.sigma();
      rows.add(
          PlanRow.of(
              grid.timestep(i),
              grid.inputScale(i),
              grid.clean(grid.sigma(i)),
              null,
              hat.plus(growth, hat.minus(clean)),
              null,
              grid.level(i),
              grid.level(i + 1)));
    }
    double init = EdmGrid.initNoiseSigma(config);
    return SamplingPlan.from("edm-euler", init, grid.start(begin), rows);
  }
}
