package dev.kiln.generation.request;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the samples of a request a path from one point to another: sample i of n stands at the
 * fraction i / (n - 1), and all of them share the noise of sample 0.
 *
 * @param toSeed the seed at the far end, whose initial noise is reached along the sphere (slerp,
 *     Shoemake 1985), or null to keep the seed
 * @param toConditions the conditions at the far end, to which the network's predictions turn along
 *     the sphere; empty to keep the conditions
 */
public record Interpolation(@Nullable Long toSeed, Map<String, String> toConditions) {

  public Interpolation {
    toConditions = Map.copyOf(toConditions);
  }

  /** Where sample {@code index} of {@code count} stands, 0 to 1. */
  public static double fraction(int index, int count) {
    return count == 1 ? 0 : (double) index / (count - 1);
  }
}
