package dev.kiln.generation.sampler;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Advances a trajectory by one row of its plan: one pass over memory, no allocation, vector
 * instructions. The pass goes block by block, each small enough to stay in the first-level cache
 * while it is read for d, for y and for x; terms that are zero cost nothing. Safe for many threads
 * on different states.
 */
public final class PlanKernel {
  /** Values a block: the arrays of the longest row stay in 32 KB. */
  static final int BLOCK = 1024;

  private PlanKernel() {}

  /** The network's input: input[offset + i] = inputScale * x[i]. */
  public static void input(PlanRow row, PlanState state, float[] input, int offset) {
    float scale = (float) row.inputScale();
    float[] x = state.x();
    Objects.checkFromIndexSize(offset, x.length, input.length);
    if (scale == 1) {
      System.arraycopy(x, 0, input, offset, x.length);
    } else {
      for (int i = 0; i < x.length; i++) {
        input[offset + i] = scale * x[i];
      }
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
   * @param mc the network's output under the condition, from offset; an offset other than 0 costs a
   *     copy
   * @param mu the network's output without it, from muOffset; not read where guidance is 1
   * @param noise standard normals from element 0; null only if the row uses none
   * @throws IllegalArgumentException if the row uses noise and there is too little
   * @throws IndexOutOfBoundsException if mc or mu ends before the sample does
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
    float[] conditional = fromZero(mc, offset, n);
    float[] unconditional = guidance == 1 ? conditional : fromZero(mu, muOffset, n);
    if (row.usesNoise() && (noise == null || noise.length < n)) {
      throw new IllegalArgumentException(
          "the row at timestep " + row.t() + " needs " + n + " values of noise");
    }
    if (state.depth() <= 1 && ClippedRow.fits(row)) {
      for (int at = 0; at < n; at += BLOCK) {
        int end = Math.min(n, at + BLOCK);
        ClippedRow.advance(row, state, conditional, unconditional, guidance, noise, at, end);
      }
      return;
    }
    state.push();
    Coefficients saved = row.y();
    float[] next = saved == null ? null : state.spare();
    for (int at = 0; at < n; at += BLOCK) {
      int end = Math.min(n, at + BLOCK);
      denoise(row, state, conditional, unconditional, guidance, at, end);
      if (saved != null && next != null) {
        collect(saved, row, state, conditional, unconditional, guidance, noise);
        state.terms().into(next, at, end);
      }
      collect(row.a(), row, state, conditional, unconditional, guidance, noise);
      state.terms().into(state.x(), at, end);
    }
    if (next != null) {
      state.swapY();
    }
  }

  private static float[] fromZero(float[] values, int offset, int n) {
    Objects.checkFromIndexSize(offset, n, values.length);
    return offset == 0 ? values : Arrays.copyOfRange(values, offset, offset + n);
  }

  /** A block of d, where the plan keeps it. */
  private static void denoise(
      PlanRow row, PlanState state, float[] mc, float[] mu, double guidance, int at, int end) {
    if (state.depth() == 0) {
      return;
    }
    Terms terms = state.terms();
    terms.clear();
    terms.add(row.toDx(), state.x());
    terms.add(row.toDm() * guidance, mc);
    terms.add(row.toDm() * (1 - guidance), mu);
    float[] d = state.d(0);
    terms.into(d, at, end);
    Double clip = row.clip();
    if (clip != null) {
      Terms.limit(d, clip.floatValue(), at, end);
    }
  }

  /** The terms of one linear form, x first. */
  private static void collect(
      Coefficients c,
      PlanRow row,
      PlanState state,
      float[] mc,
      float[] mu,
      double guidance,
      float @Nullable [] noise) {
    // Without a limit d0 is itself a form of x and m, and takes no reading of its own.
    boolean clipped = row.clip() != null;
    double ofM = clipped ? c.m() : c.m() + c.d0() * row.toDm();
    Terms terms = state.terms();
    terms.clear();
    terms.add(clipped ? c.x() : c.x() + c.d0() * row.toDx(), state.x());
    terms.add(ofM * guidance, mc);
    terms.add(ofM * (1 - guidance), mu);
    if (clipped && c.d0() != 0) {
      terms.add(c.d0(), state.d(0));
    }
    if (c.d1() != 0) {
      terms.add(c.d1(), state.d(1));
    }
    if (c.d2() != 0) {
      terms.add(c.d2(), state.d(2));
    }
    if (c.d3() != 0) {
      terms.add(c.d3(), state.d(3));
    }
    float[] y = state.y();
    if (y != null) {
      terms.add(c.y(), y);
    }
    if (noise != null) {
      terms.add(c.noise(), noise);
    }
  }
}
