package dev.kiln.generation.sampler;

import org.jspecify.annotations.Nullable;

/**
 * What one trajectory holds between network calls: x, and y and the denoised history only as far as
 * its plan uses them. Owned by one thread at a time.
 */
public final class PlanState {
  private final float[] x;
  private float @Nullable [] y;
  private float @Nullable [] spare;
  // A ring, one longer than what rows read of the past: the slot that a row writes is never read.
  private final float[][] history;
  private final Terms terms = new Terms();
  private int newest;

  private PlanState(float[] x, boolean usesY, float[][] history) {
    this.x = x;
    this.y = usesY ? new float[x.length] : null;
    this.spare = usesY ? new float[x.length] : null;
    this.history = history;
  }

  /** Room for a sample of the given length walked by the given plan, all zero. */
  public static PlanState of(SamplingPlan plan, int length) {
    boolean limits =
        plan.rows().stream().anyMatch(row -> row.clip() != null && !ClippedRow.fits(row));
    int kept = plan.keptHistory();
    int arrays = kept > 0 || limits ? kept + 1 : 0;
    return new PlanState(new float[length], plan.usesY(), new float[arrays][length]);
  }

  /** The current sample; the array itself, not a copy. */
  public float[] x() {
    return x;
  }

  float @Nullable [] y() {
    return y;
  }

  /** Room for the next y. */
  float @Nullable [] spare() {
    return spare;
  }

  int length() {
    return x.length;
  }

  /** How many d there is room for, this row's included: 0, where no row stores its own, to 4. */
  int depth() {
    return history.length;
  }

  /** This row's d (age 0) or a past one (age 1 is the last row's), age below depth(). */
  float[] d(int age) {
    return history[Math.floorMod(newest - age, history.length)];
  }

  Terms terms() {
    return terms;
  }

  /** Makes room for a new row's d, which becomes d(0). */
  void push() {
    if (history.length > 0) {
      newest = (newest + 1) % history.length;
    }
  }

  /** The spare array becomes y. */
  void swapY() {
    float[] old = y;
    y = spare;
    spare = old;
  }
}
