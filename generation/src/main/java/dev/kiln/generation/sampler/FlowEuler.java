package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.D0;
import static dev.kiln.generation.sampler.Coefficients.NOISE;
import static dev.kiln.generation.sampler.Coefficients.X;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Euler steps along a rectified flow, dx/dsigma = m: Liu et al. 2022 (arXiv 2209.03003), Lipman et
 * al. 2022 (arXiv 2210.02747), with the timestep shift of Esser et al. 2024 (arXiv 2403.03206).
 * With stochastic_sampling each step goes to data and back by fresh noise.
 */
final class FlowEuler {
  static final Map<String, Object> FIELDS =
      Fields.of(
          "num_train_timesteps",
          1000,
          "shift",
          1.0,
          "use_dynamic_shifting",
          false,
          "base_shift",
          0.5,
          "max_shift",
          1.15,
          "base_image_seq_len",
          256,
          "max_image_seq_len",
          4096,
          "invert_sigmas",
          false,
          "shift_terminal",
          Fields.NONE,
          "use_karras_sigmas",
          false,
          "use_exponential_sigmas",
          false,
          "use_beta_sigmas",
          false,
          "time_shift_type",
          "exponential",
          "stochastic_sampling",
          false,
          "mu",
          Fields.NONE,
          "sigmas",
          Fields.NONE,
          "timesteps",
          Fields.NONE);

  static final Sampler SAMPLER =
      Sampler.of(
          new SamplerInfo(
              "flow-euler", "FlowMatchEulerDiscreteScheduler", 1, 1, false, "arXiv 2210.02747"),
          FIELDS,
          FlowEuler::plan);

  private FlowEuler() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    FlowGrid grid = FlowGrid.of(config, steps);
    boolean stochastic = config.flag("stochastic_sampling");
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < grid.steps(); i++) {
      double sigma = grid.sigma(i);
      double next = grid.sigma(i + 1);
      Coefficients a =
          stochastic
              ? X.plus(-sigma, D0).times(1 - next).plus(next, NOISE)
              : X.plus(next - sigma, D0);
      rows.add(grid.row(sigma, a, null, next));
    }
    return SamplingPlan.from("flow-euler", 1, grid.start(begin), rows);
  }
}
