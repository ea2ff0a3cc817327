package dev.kiln.generation.sampler;

import org.jspecify.annotations.Nullable;

/**
 * Advances by a row that limits d, where no other row reads that d: x' = a.x x + a.m m + a.d0
 * clip(toDx x + toDm m) + a.noise z. One loop, since to store d, limit it and read it again costs
 * more than all the rest. For finite x and m the result equals what {@link PlanKernel} makes of
 * such a row in several loops.
 *
 * <p>The loops subtract negated products where the form says plus, which is the same number. With
 * plus, C2 (JDK 17 and 25) makes no 512-bit vectors of them and they take eight times as long; most
 * likely since it may swap the operands of a sum, and not alike in all copies of an unrolled loop.
 */
final class ClippedRow {
  private ClippedRow() {}

  /** Whether a row is of this form: it limits d, and has to do with no past d and no y. */
  static boolean fits(PlanRow row) {
    return row.clip() != null && row.y() == null && row.a().y() == 0 && row.historyDepth() <= 1;
  }

  /**
   * Elements from to end - 1 of x', with m = mu + guidance (mc - mu).
   *
   * @param mu not read where guidance is 1
   */
  static void advance(
      PlanRow row,
      PlanState state,
      float[] mc,
      float[] mu,
      double guidance,
      float @Nullable [] noise,
      int from,
      int end) {
    Coefficients a = row.a();
    float[] x = state.x();
    float limit = row.clip() == null ? Float.POSITIVE_INFINITY : row.clip().floatValue();
    float dx = (float) row.toDx();
    float dc = -(float) (row.toDm() * guidance);
    float ax = (float) a.x();
    float ac = -(float) (a.m() * guidance);
    float ad = -(float) a.d0();
    if (guidance == 1) {
      plain(x, mc, dx, dc, limit, ax, ac, ad, from, end);
    } else {
      float du = -(float) (row.toDm() * (1 - guidance));
      float au = -(float) (a.m() * (1 - guidance));
      guided(x, mc, mu, dx, dc, du, limit, ax, ac, au, ad, from, end);
    }
    if (noise != null && a.noise() != 0) {
      Terms terms = state.terms();
      terms.clear();
      terms.add(1, x);
      terms.add(a.noise(), noise);
      terms.into(x, from, end);
    }
  }

  private static void plain(
      float[] x,
      float[] m,
      float dx,
      float dm,
      float limit,
      float ax,
      float am,
      float ad,
      int from,
      int end) {
    for (int i = from; i < end; i++) {
      float d = dx * x[i] - dm * m[i];
      x[i] = ax * x[i] - am * m[i] - ad * Math.max(-limit, Math.min(limit, d));
    }
  }

  private static void guided(
      float[] x,
      float[] mc,
      float[] mu,
      float dx,
      float dc,
      float du,
      float limit,
      float ax,
      float ac,
      float au,
      float ad,
      int from,
      int end) {
    for (int i = from; i < end; i++) {
      float d = dx * x[i] - dc * mc[i] - du * mu[i];
      x[i] = ax * x[i] - ac * mc[i] - au * mu[i] - ad * Math.max(-limit, Math.min(limit, d));
    }
  }
}
