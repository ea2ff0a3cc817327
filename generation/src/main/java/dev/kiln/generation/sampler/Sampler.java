package dev.kiln.generation.sampler;

import java.util.Map;

/**
 * A registered sampler.
 *
 * @param info what it is called
 * @param fields the configuration fields it honours, with their defaults
 * @param preset fields that its name sets, where several names share a diffusers class
 * @param compiler the pure function from configuration to plan
 */
record Sampler(
    SamplerInfo info, Map<String, Object> fields, Map<String, Object> preset, Compiler compiler) {

  static Sampler of(SamplerInfo info, Map<String, Object> fields, Compiler compiler) {
    return new Sampler(info, fields, Map.of(), compiler);
  }

  /** Compiles the steps from begin (0 for all of them) up to steps into a plan. */
  @FunctionalInterface
  interface Compiler {
    SamplingPlan plan(SchedulerConfig config, int steps, int begin);
  }
}
