package dev.kiln.generation.sampler;

import java.util.HashMap;
import java.util.Map;

/** Tables of configuration fields with their defaults. */
final class Fields {
  /** The default of a field that is absent unless given. */
  static final Object NONE = new Object();

  private Fields() {}

  /** A table from names and defaults, alternating. */
  static Map<String, Object> of(Object... namesAndDefaults) {
    Map<String, Object> fields = new HashMap<>();
    for (int i = 0; i < namesAndDefaults.length; i += 2) {
      fields.put((String) namesAndDefaults[i], namesAndDefaults[i + 1]);
    }
    return Map.copyOf(fields);
  }

  /** The fields of a discrete noise schedule, with further ones that may override them. */
  static Map<String, Object> discrete(double betaStart, double betaEnd, Object... more) {
    Map<String, Object> fields =
        new HashMap<>(
            of(
                "num_train_timesteps",
                1000,
                "beta_start",
                betaStart,
                "beta_end",
                betaEnd,
                "beta_schedule",
                "linear",
                "trained_betas",
                NONE,
                "prediction_type",
                "epsilon",
                "steps_offset",
                0,
                "timesteps",
                NONE));
    fields.putAll(of(more));
    return Map.copyOf(fields);
  }

  /** The fields of a variance exploding walk over a discrete schedule. */
  static Map<String, Object> exploding(double betaStart, double betaEnd) {
    return discrete(
        betaStart,
        betaEnd,
        "timestep_spacing",
        "linspace",
        "use_karras_sigmas",
        false,
        "use_exponential_sigmas",
        false,
        "use_beta_sigmas",
        false);
  }

  /** The fields of the exponential integrators. */
  static Map<String, Object> solver(String solverType) {
    return with(
        exploding(0.0001, 0.02),
        "solver_order",
        2,
        "solver_type",
        solverType,
        "thresholding",
        false,
        "dynamic_thresholding_ratio",
        0.995,
        "sample_max_value",
        1.0,
        "lower_order_final",
        true,
        "use_flow_sigmas",
        false,
        "flow_shift",
        1.0,
        "use_dynamic_shifting",
        false,
        "time_shift_type",
        "exponential",
        "mu",
        NONE);
  }

  /** One table with the fields of another added. */
  static Map<String, Object> with(Map<String, Object> fields, Object... more) {
    Map<String, Object> all = new HashMap<>(fields);
    all.putAll(of(more));
    return Map.copyOf(all);
  }
}
