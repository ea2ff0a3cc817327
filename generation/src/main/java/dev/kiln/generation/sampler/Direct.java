package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.M;

import java.util.List;
import java.util.Map;

/** One call whose output is the sample: generators of GANs and decoders of autoencoders. */
final class Direct {
  static final Sampler SAMPLER =
      Sampler.of(
          new SamplerInfo("direct", "", 1, 1, false, "arXiv 1406.2661"), Map.of(), Direct::plan);

  private Direct() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    if (steps != 1) {
      throw new IllegalArgumentException("sampler direct takes exactly 1 step, was " + steps);
    }
    PlanRow row = new PlanRow(0, 1, 0, 1, null, M, M, null, 0, 1, 0);
    return new SamplingPlan("direct", 1, 0, 1, begin == 0 ? List.of(row) : List.of());
  }
}
