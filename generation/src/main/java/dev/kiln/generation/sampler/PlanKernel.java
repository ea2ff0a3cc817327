package dev.kiln.generation.sampler;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Advances a trajectory by one row of its plan: one pass over memory, no allocation. Safe for many
 * threads on different states.
 */
public final class PlanKernel {
  private PlanKernel() {}

  /** The network's input: input[offset + i] = inputScale * x[i]. */
  public static void input(PlanRow row, PlanState state, float[] input, int offset) {
    float scale = (float) row.inputScale();
    float[] x = state.x();
    Objects.checkFromIndexSize(offset, x.length, input.length);
    if (scale == 1) {
      System.arraycopy(x, 0, input, offset, x.length);
      return;
    }
    for (int i = 0; i < x.length; i++) {
      input[offset + i] = scale * x[i];
    }
  }

  /** Advances without guidance: m[offset + i] is the network's output. */
  public static void advance(
      PlanRow row, PlanState state, float[] m, int offset, float @Nullable [] noise) {
    advance(row, state, m, offset, m, offset, 1, noise);
  }

  /**
   * Advances with classifier-free guidance (Ho and Salimans 2022, arXiv 2207.12598): m = mu + g (mc
   * - mu).
   *
   * @param mc the network's output under the condition, from offset
   * @param mu the network's output without it, from muOffset; not read where guidance is 1
   * @param noise standard normals from element 0; null only if the row uses none
   */
  public static void advance(
      PlanRow row,
      PlanState state,
      float[] mc,
      int offset,
      float[] mu,
      int muOffset,
      double guidance,
      float @Nullable [] noise) {
    int n = state.length();
    Objects.checkFromIndexSize(offset, n, mc.length);
    Objects.checkFromIndexSize(muOffset, n, mu.length);
    if (row.usesNoise() && (noise == null || noise.length < n)) {
      throw new IllegalArgumentException(
          "the row at timestep " + row.t() + " needs " + n + " values of noise");
    }
    General.advance(row, state, mc, offset, mu, muOffset, (float) guidance, noise);
    state.pushed();
  }

  private static final class General {
    static void advance(
        PlanRow row,
        PlanState state,
        float[] mc,
        int offset,
        float[] mu,
        int muOffset,
        float g,
        float @Nullable [] noise) {
      float[] x = state.x();
      float[] y = state.y();
      float[] slot = state.slot();
      float[] p1 = state.past(1);
      float[] p2 = state.past(2);
      float[] p3 = state.past(3);
      float toDx = (float) row.toDx();
      float toDm = (float) row.toDm();
      Double limit = row.clip();
      float clip = limit == null ? Float.POSITIVE_INFINITY : limit.floatValue();
      Coefficients a = row.a();
      Coefficients b = row.y();
      for (int i = 0; i < x.length; i++) {
        float m =
            g == 1 ? mc[offset + i] : mu[muOffset + i] + g * (mc[offset + i] - mu[muOffset + i]);
        float d = Math.max(-clip, Math.min(clip, toDx * x[i] + toDm * m));
        float yi = y == null ? 0 : y[i];
        float d1 = p1 == null ? 0 : p1[i];
        float d2 = p2 == null ? 0 : p2[i];
        float d3 = p3 == null ? 0 : p3[i];
        float z = noise == null ? 0 : noise[i];
        float next = form(a, x[i], yi, m, d, d1, d2, d3, z);
        if (b != null && y != null) {
          y[i] = form(b, x[i], yi, m, d, d1, d2, d3, z);
        }
        if (slot != null) {
          slot[i] = d;
        }
        x[i] = next;
      }
    }

    private static float form(
        Coefficients c,
        float x,
        float y,
        float m,
        float d0,
        float d1,
        float d2,
        float d3,
        float z) {
      return (float) c.x() * x
          + (float) c.y() * y
          + (float) c.m() * m
          + (float) c.d0() * d0
          + (float) c.d1() * d1
          + (float) c.d2() * d2
          + (float) c.d3() * d3
          + (float) c.noise() * z;
    }
  }
}
