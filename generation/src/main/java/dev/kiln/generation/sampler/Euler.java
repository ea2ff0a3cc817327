package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.NOISE;
import static dev.kiln.generation.sampler.Coefficients.X;

import java.util.ArrayList;
import java.util.List;

/**
 * Algorithm 2 without its correction, Karras et al. 2022 (arXiv 2206.00364): x' = x + (sigma' -
 * sigma) dx/dsigma. With s_churn above 0 noise is added before each step.
 */
final class Euler {
  static final Sampler SAMPLER =
      Sampler.of(
          new SamplerInfo("euler", "EulerDiscreteScheduler", 1, 1, false, "arXiv 2206.00364"),
          Fields.with(
              Fields.exploding(0.0001, 0.02),
              "interpolation_type",
              "linear",
              "sigma_min",
              Fields.NONE,
              "sigma_max",
              Fields.NONE,
              "timestep_type",
              "discrete",
              "rescale_betas_zero_snr",
              false,
              "final_sigmas_type",
              "zero",
              "sigmas",
              Fields.NONE,
              "s_churn",
              0.0,
              "s_tmin",
              0.0,
              "s_tmax",
              Double.POSITIVE_INFINITY,
              "s_noise",
              1.0),
          Euler::plan);

  private Euler() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    SigmaGrid grid = SigmaGrid.of(config, steps);
    String type = config.text("prediction_type");
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < grid.steps(); i++) {
      double sigma = grid.sigma(i);
      double next = grid.sigma(i + 1);
      Churn churn = Churn.of(config, sigma, grid.levels() - 1);
      Coefficients hat = X.plus(churn.noise(), NOISE);
      Coefficients slope = slope(type, sigma, churn.sigma(), hat);
      rows.add(
          PlanRow.of(
              grid.timestep(i),
              SigmaGrid.inputScale(sigma),
              Prediction.exploding(type, sigma).clean(),
              null,
              hat.plus(next - churn.sigma(), slope),
              null,
              Level.exploding(sigma),
              Level.exploding(next)));
    }
    return SamplingPlan.from("euler", grid.initNoiseSigma(), grid.start(begin), rows);
  }

  /** dx/dsigma = (x - clean) / sigma at the churned sample; the network saw the one before. */
  private static Coefficients slope(String type, double sigma, double hat, Coefficients x) {
    Prediction prediction = Prediction.exploding(type, type.equals("epsilon") ? hat : sigma);
    Coefficients clean =
        x.times(prediction.clean().x()).plus(prediction.clean().m(), Coefficients.M);
    return x.minus(clean).times(1 / hat);
  }
}
