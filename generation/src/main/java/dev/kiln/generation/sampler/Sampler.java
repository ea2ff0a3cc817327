package dev.kiln.generation.sampler;

import java.util.Map;

/**
 * A registered sampler: what it is called, the configuration fields it honours with their defaults,
 * and the pure function from configuration to plan.
 */
record Sampler(SamplerInfo info, Map<String, Object> fields, Compiler compiler) {

  /** Compiles the steps from begin (0 for all of them) up to steps into a plan. */
  @FunctionalInterface
  interface Compiler {
    SamplingPlan plan(SchedulerConfig config, int steps, int begin);
  }
}
