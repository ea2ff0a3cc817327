package dev.kiln.generation.sampler;

import org.jspecify.annotations.Nullable;

/**
 * What one trajectory holds between network calls: x, and y and the denoised history only as far as
 * its plan reads them. Owned by one thread at a time.
 */
public final class PlanState {
  private final float[] x;
  private final float @Nullable [] y;
  private final float[][] history;
  private int newest;

  private PlanState(float[] x, float @Nullable [] y, float[][] history) {
    this.x = x;
    this.y = y;
    this.history = history;
  }

  /** Room for a sample of the given length walked by the given plan, all zero. */
  public static PlanState of(SamplingPlan plan, int length) {
    return new PlanState(
        new float[length],
        plan.usesY() ? new float[length] : null,
        new float[plan.keptHistory()][length]);
  }

  /** The current sample; the array itself, not a copy. */
  public float[] x() {
    return x;
  }

  float @Nullable [] y() {
    return y;
  }

  int length() {
    return x.length;
  }

  /** Past d values: age 1 is the last row's. Null where the plan keeps none so old. */
  float @Nullable [] past(int age) {
    if (age > history.length) {
      return null;
    }
    return history[Math.floorMod(newest - (age - 1), history.length)];
  }

  /** The slot that this row's d goes to: the oldest one's, which is read before it is written. */
  float @Nullable [] slot() {
    return history.length == 0 ? null : history[(newest + 1) % history.length];
  }

  void pushed() {
    if (history.length > 0) {
      newest = (newest + 1) % history.length;
    }
  }
}
