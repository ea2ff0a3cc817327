package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.D0;
import static dev.kiln.generation.sampler.Coefficients.NOISE;
import static dev.kiln.generation.sampler.Coefficients.X;

import java.util.ArrayList;
import java.util.List;

/**
 * Euler steps that go further down than asked and are noised up again (k-diffusion's
 * sample_euler_ancestral; Karras et al. 2022, arXiv 2206.00364).
 */
final class EulerAncestral {
  static final Sampler SAMPLER =
      Sampler.of(
          new SamplerInfo(
              "euler-ancestral", "EulerAncestralDiscreteScheduler", 1, 1, true, "arXiv 2206.00364"),
          Fields.discrete(
              0.0001, 0.02, "timestep_spacing", "linspace", "rescale_betas_zero_snr", false),
          EulerAncestral::plan);

  private EulerAncestral() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    SigmaGrid grid = SigmaGrid.of(config, steps);
    String type = config.text("prediction_type");
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < grid.steps(); i++) {
      double sigma = grid.sigma(i);
      double next = grid.sigma(i + 1);
      Ancestral split = Ancestral.of(sigma, next);
      double keep = split.down() / sigma;
      rows.add(
          PlanRow.of(
              grid.timestep(i),
              SigmaGrid.inputScale(sigma),
              Prediction.exploding(type, sigma).clean(),
              null,
              X.times(keep).plus(1 - keep, D0).plus(split.up(), NOISE),
              null,
              Level.exploding(sigma),
              Level.exploding(next)));
    }
    return SamplingPlan.from("euler-ancestral", grid.initNoiseSigma(), grid.start(begin), rows);
  }
}
