package dev.kiln.export.recipe;

import dev.kiln.generation.sampler.SchedulerConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much noise each of the 1000 steps of a discrete diffusion adds. The same fields of a
 * scheduler_config describe it to the training and to the samplers.
 */
public enum BetaSchedule {
  /** Betas from 0.0001 to 0.02, evenly spaced (Ho et al. 2020, arXiv 2006.11239). */
  LINEAR("linear", 0.0001, 0.02),
  /**
   * Square roots of betas from 0.00085 to 0.012, evenly spaced (Rombach et al. 2022, arXiv
   * 2112.10752): less noise at the end, for latents.
   */
  SCALED_LINEAR("scaled_linear", 0.00085, 0.012),
  /** Nichol and Dhariwal 2021 (arXiv 2102.09672): slower, for small images. */
  COSINE("squaredcos_cap_v2", 0.0001, 0.02);

  /** How many steps there are. */
  static final int STEPS = 1000;

  private final String name;
  private final double start;
  private final double end;

  BetaSchedule(String name, double start, double end) {
    this.name = name;
    this.start = start;
    this.end = end;
  }

  /** The scheduler_config of a network that is trained on it. */
  public SchedulerConfig config(PredictionType prediction) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("num_train_timesteps", STEPS);
    fields.put("beta_schedule", name);
    fields.put("beta_start", start);
    fields.put("beta_end", end);
    fields.put("prediction_type", prediction.configName());
    return SchedulerConfig.parse(fields);
  }

  @Override
  public String toString() {
    return Named.dashed(this);
  }
}
