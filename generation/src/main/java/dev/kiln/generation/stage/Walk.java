package dev.kiln.generation.stage;

import dev.kiln.generation.sampler.SamplingPlan;
import dev.kiln.generation.tensor.FloatTensor;
import org.jspecify.annotations.Nullable;

/**
 * What a trajectory is to do.
 *
 * @param plan the plan to follow
 * @param conditions the conditions
 * @param guidance the guidance strength; 1 is unguided
 * @param seed the request's seed
 * @param sample the sample's index within the request
 * @param stage the stage's index within the chain; keeps the noise of stages apart
 * @param state what the stage before gave, or null for the first stage, which draws its own
 */
public record Walk(
    SamplingPlan plan,
    Conditions conditions,
    double guidance,
    long seed,
    int sample,
    int stage,
    @Nullable FloatTensor state) {

  /** Draws per stage that are kept apart: the initial state, then one for each row of the plan. */
  private static final int DRAWS_PER_STAGE = 1 << 20;

  /** The draw that makes the initial state. */
  int initialDraw() {
    return stage * DRAWS_PER_STAGE;
  }

  /** The draw that a row of the plan adds. */
  int rowDraw(int row) {
    return initialDraw() + 1 + row;
  }
}
