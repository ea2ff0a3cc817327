package dev.kiln.generation.stage;

import dev.kiln.generation.noise.GaussianNoise;
import dev.kiln.generation.request.SourceImage;
import dev.kiln.generation.sampler.SamplingPlan;
import dev.kiln.generation.tensor.FloatTensor;
import org.jspecify.annotations.Nullable;

/**
 * What a trajectory is to do.
 *
 * @param plan the plan to follow
 * @param conditions the conditions
 * @param guidance how to guide
 * @param source a picture to start from or to keep parts of, or the given columns of a row, or null
 * @param blend where the sample stands on an interpolation
 * @param seed the request's seed
 * @param sample the index that keys the sample's noise
 * @param stage the stage's index within the chain; keeps the noise of stages apart
 * @param state what the stage before gave, or null for the first stage, which draws its own
 * @param watch who looks on, or null
 */
public record Walk(
    SamplingPlan plan,
    Conditions conditions,
    Guidance guidance,
    @Nullable SourceImage source,
    Blend blend,
    long seed,
    int sample,
    int stage,
    @Nullable FloatTensor state,
    @Nullable Watch watch) {

  /**
   * Draws per stage: the initial state, one for each row of the plan, one for each known region.
   */
  private static final int DRAWS_PER_STAGE = 1 << 20;

  private static final int KNOWN_REGION = 1 << 19;

  /**
   * Fills the initial standard normal noise, turned towards the other seed's where one is asked.
   */
  void initialNoise(float[] into) {
    int draw = stage * DRAWS_PER_STAGE;
    GaussianNoise.fill(seed, sample, draw, into, 0, into.length);
    Long toSeed = blend.toSeed();
    if (toSeed != null) {
      float[] other = new float[into.length];
      GaussianNoise.fill(toSeed, sample, draw, other, 0, other.length);
      Sphere.slerp(into, other, blend.fraction());
    }
  }

  /** Fills the noise that a row of the plan adds. */
  void rowNoise(int row, float[] into) {
    int draw = stage * DRAWS_PER_STAGE + 1 + row;
    GaussianNoise.fill(seed, sample, draw, into, 0, into.length);
  }

  /** Fills the noise that re-noises the known region after a row of the plan. */
  void knownNoise(int row, float[] into) {
    int draw = stage * DRAWS_PER_STAGE + KNOWN_REGION + row;
    GaussianNoise.fill(seed, sample, draw, into, 0, into.length);
  }
}
