package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.X;

import java.util.ArrayList;
import java.util.List;

/**
 * Linear multistep (Adams and Bashforth) in the noise level: the polynomial through the last slopes
 * is integrated exactly (k-diffusion's sample_lms; Hairer, Norsett and Wanner 1993, III.1).
 */
final class Lms {
  static final Sampler SAMPLER =
      Sampler.of(
          new SamplerInfo("lms", "LMSDiscreteScheduler", 4, 1, false, "arXiv 2206.00364"),
          Fields.with(Fields.exploding(0.0001, 0.02), "order", 4),
          Lms::plan);

  private Lms() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    SigmaGrid grid = SigmaGrid.of(config, steps);
    int order = config.integer("order");
    if (order < 1 || order > 4) {
      throw new IllegalArgumentException("order of lms must be 1 to 4, was " + order);
    }
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < grid.steps(); i++) {
      double sigma = grid.sigma(i);
      double next = grid.sigma(i + 1);
      Coefficients a = X;
      int known = Math.min(i - begin + 1, order);
      for (int age = 0; age < known; age++) {
        a = a.plus(weight(grid, i, known, age), Coefficients.d(age));
      }
      Prediction prediction = Prediction.exploding(config.text("prediction_type"), sigma);
      rows.add(
          PlanRow.of(
                  grid.timestep(i),
                  SigmaGrid.inputScale(sigma),
                  prediction.noise(),
                  null,
                  a,
                  null,
                  Level.exploding(sigma),
                  Level.exploding(next))
              .meaning(prediction.clean()));
    }
    return SamplingPlan.from("lms", grid.initNoiseSigma(), grid.start(begin), rows);
  }

  /** Integral of the Lagrange polynomial of one slope; two Gauss points a cubic. */
  private static double weight(SigmaGrid grid, int i, int known, int age) {
    double from = grid.sigma(i);
    double to = grid.sigma(i + 1);
    double middle = (from + to) / 2;
    double half = (to - from) / 2;
    double node = half / Math.sqrt(3);
    double sum = 0;
    for (double tau : new double[] {middle - node, middle + node}) {
      double product = 1;
      for (int k = 0; k < known; k++) {
        if (k != age) {
          product *= (tau - grid.sigma(i - k)) / (grid.sigma(i - age) - grid.sigma(i - k));
        }
      }
      sum += product;
    }
    return half * sum;
  }
}
