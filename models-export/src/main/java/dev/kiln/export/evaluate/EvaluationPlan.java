package dev.kiln.export.evaluate;

import org.jspecify.annotations.Nullable;

/**
 * What to evaluate.
 *
 * @param generator the generator's name
 * @param version a version to pin, or null for the newest
 * @param count how many samples, the classes in turn
 * @param seed the seed of the samples
 * @param sampler the sampler, or null for the card's default
 * @param steps how many steps, or null for the card's default
 * @param guidance the guidance strength, or null for the card's default
 */
public record EvaluationPlan(
    String generator,
    @Nullable String version,
    int count,
    long seed,
    @Nullable String sampler,
    @Nullable Integer steps,
    @Nullable Double guidance) {
  private static final int MOST = 1_000_000;

  public EvaluationPlan {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("count must be between 1 and " + MOST + ", was " + count);
    }
  }
}
