package dev.kiln.generation.engine;

import dev.kiln.generation.card.Generator;
import dev.kiln.generation.card.StageKind;
import dev.kiln.generation.card.StageSpec;
import dev.kiln.generation.sampler.Samplers;
import dev.kiln.generation.sampler.SamplingPlan;
import dev.kiln.generation.sampler.SchedulerConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The plans used last, so that a stream of like requests compiles its plan once. Safe for threads.
 */
final class PlanCache {

  private static final int MAX_PLANS = 256;

  private record Key(
      String generatorHash, String network, String sampler, int steps, double strength) {}

  private final Map<Key, SamplingPlan> plans =
      new LinkedHashMap<>(MAX_PLANS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, SamplingPlan> eldest) {
          return size() > MAX_PLANS;
        }
      };

  /**
   * @throws IllegalArgumentException when there is no such sampler, or it cannot take so many
   *     steps; one sentence
   */
  synchronized SamplingPlan plan(
      Generator generator, StageSpec stage, String sampler, int steps, double strength) {
    Key key = new Key(generator.hash(), stage.network(), sampler, steps, strength);
    SamplingPlan plan = plans.get(key);
    if (plan == null) {
      plan = compile(stage, sampler, steps, strength);
      plans.put(key, plan);
    }
    return plan;
  }

  private static SamplingPlan compile(StageSpec stage, String sampler, int steps, double strength) {
    if (stage.kind() != StageKind.DENOISE) {
      return Samplers.direct();
    }
    SchedulerConfig scheduler =
        SchedulerConfig.parse(Objects.requireNonNull(stage.scheduler(), "denoise has a scheduler"));
    return Samplers.plan(sampler, scheduler, steps, strength);
  }
}
