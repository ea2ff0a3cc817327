package dev.kiln.generation.stage;

import org.jspecify.annotations.Nullable;

/**
 * Where a sample stands on the way from one point to another.
 *
 * @param fraction 0 to 1
 * @param toSeed the seed whose initial noise stands at the far end, or null
 * @param toConditions the conditions at the far end, or null
 */
public record Blend(double fraction, @Nullable Long toSeed, @Nullable Conditions toConditions) {

  /** No interpolation. */
  public static final Blend NONE = new Blend(0, null, null);
}
