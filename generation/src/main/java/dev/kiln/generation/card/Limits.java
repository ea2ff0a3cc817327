package dev.kiln.generation.card;

import org.jspecify.annotations.Nullable;

/**
 * What a request may ask for at most.
 *
 * @param maxSteps steps per sample
 * @param maxCount samples per request
 */
public record Limits(@Nullable Integer maxSteps, @Nullable Integer maxCount) {

  public static final Limits DEFAULT = new Limits(null, null);

  private static final int MOST = 10_000;

  public Limits {
    maxSteps = maxSteps == null ? 1000 : maxSteps;
    maxCount = maxCount == null ? 1000 : maxCount;
    if (maxSteps < 1 || maxCount < 1 || maxSteps > MOST || maxCount > MOST) {
      throw new IllegalArgumentException(
          "limits must be between 1 and "
              + MOST
              + ", were maxSteps "
              + maxSteps
              + " and maxCount "
              + maxCount);
    }
  }

  public int steps() {
    return maxSteps == null ? 1000 : maxSteps;
  }

  public int count() {
    return maxCount == null ? 1000 : maxCount;
  }
}
