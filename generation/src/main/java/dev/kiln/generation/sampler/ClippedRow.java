package dev.kiln.generation.sampler;

import org.jspecify.annotations.Nullable;

/**
 * Advances by a row that limits d, in a plan that keeps none: x' = c o + a.d0 clip(toDx x + toDm m)
 * + a.noise z, where o is x or m. One loop, since to store d and read it again costs more than all
 * the rest. For finite m the result equals what {@link PlanKernel} makes of such a row in several
 * loops.
 *
 * <p>A loop over all of x, m and d would serve more rows, but C2 does not compile it to vector
 * instructions of 512 bits.
 */
final class ClippedRow {
  private ClippedRow() {}

  /** Whether a row without guidance is of this form: no past d, no y, and not both of x and m. */
  static boolean fits(PlanRow row) {
    Coefficients a = row.a();
    return row.clip() != null
        && row.y() == null
        && a.y() == 0
        && row.historyDepth() <= 1
        && (a.x() == 0 || a.m() == 0);
  }

  /** Elements from to end - 1 of x'. */
  static void advance(
      PlanRow row, PlanState state, float[] m, float @Nullable [] noise, int from, int end) {
    Coefficients a = row.a();
    float[] x = state.x();
    float limit = row.clip() == null ? Float.POSITIVE_INFINITY : row.clip().floatValue();
    float ofX = (float) row.toDx();
    float ofM = (float) row.toDm();
    float ofD = (float) a.d0();
    if (a.x() == 0) {
      loop(x, m, m, ofX, ofM, limit, (float) a.m(), ofD, from, end);
    } else {
      loop(x, m, x, ofX, ofM, limit, (float) a.x(), ofD, from, end);
    }
    if (noise != null && a.noise() != 0) {
      Terms terms = state.terms();
      terms.clear();
      terms.add(1, x);
      terms.add(a.noise(), noise);
      terms.into(x, from, end);
    }
  }

  private static void loop(
      float[] x,
      float[] m,
      float[] other,
      float ofX,
      float ofM,
      float limit,
      float ofOther,
      float ofD,
      int from,
      int end) {
    for (int i = from; i < end; i++) {
      float d = ofX * x[i] + ofM * m[i];
      x[i] = ofOther * other[i] + ofD * Math.max(-limit, Math.min(limit, d));
    }
  }
}
