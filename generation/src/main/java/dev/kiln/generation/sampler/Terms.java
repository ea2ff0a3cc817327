package dev.kiln.generation.sampler;

import java.util.Arrays;

/**
 * A sum of arrays with factors, target[i] = sum of factor * array[i]. The loops use one index for
 * all arrays, which is what lets the JIT compile them to vector instructions.
 */
final class Terms {
  private static final int MOST = 10;

  private final float[][] arrays = new float[MOST][];
  private final float[] factors = new float[MOST];
  private int count;

  void clear() {
    count = 0;
  }

  /** Adds a term; one whose factor is 0 is left out. */
  void add(double factor, float[] array) {
    if (factor != 0) {
      arrays[count] = array;
      factors[count] = (float) factor;
      count++;
    }
  }

  /** Brings elements from to end - 1 within limit of 0. */
  static void limit(float[] values, float limit, int from, int end) {
    for (int i = from; i < end; i++) {
      values[i] = Math.max(-limit, Math.min(limit, values[i]));
    }
  }

  /** Writes elements from to end - 1 of the sum; target may be the first term's own array. */
  void into(float[] target, int from, int end) {
    switch (count) {
      case 0 -> Arrays.fill(target, from, end, 0);
      case 1 -> scale(target, from, end);
      case 2 -> two(target, from, end);
      case 3 -> three(target, from, end);
      default -> four(target, from, end);
    }
    int next = 4;
    for (; next + 1 < count; next += 2) {
      addTwo(target, next, from, end);
    }
    if (next < count) {
      addOne(target, next, from, end);
    }
  }

  private void scale(float[] target, int from, int end) {
    float a = factors[0];
    float[] x = arrays[0];
    for (int i = from; i < end; i++) {
      target[i] = a * x[i];
    }
  }

  private void two(float[] target, int from, int end) {
    float a = factors[0];
    float b = factors[1];
    float[] x = arrays[0];
    float[] y = arrays[1];
    for (int i = from; i < end; i++) {
      target[i] = a * x[i] + b * y[i];
    }
  }

  private void three(float[] target, int from, int end) {
    float a = factors[0];
    float b = factors[1];
    float c = factors[2];
    float[] x = arrays[0];
    float[] y = arrays[1];
    float[] z = arrays[2];
    for (int i = from; i < end; i++) {
      target[i] = a * x[i] + b * y[i] + c * z[i];
    }
  }

  private void four(float[] target, int from, int end) {
    float a = factors[0];
    float b = factors[1];
    float c = factors[2];
    float d = factors[3];
    float[] x = arrays[0];
    float[] y = arrays[1];
    float[] z = arrays[2];
    float[] w = arrays[3];
    for (int i = from; i < end; i++) {
      target[i] = a * x[i] + b * y[i] + c * z[i] + d * w[i];
    }
  }

  private void addOne(float[] target, int at, int from, int end) {
    float a = factors[at];
    float[] x = arrays[at];
    for (int i = from; i < end; i++) {
      target[i] += a * x[i];
    }
  }

  private void addTwo(float[] target, int at, int from, int end) {
    float a = factors[at];
    float b = factors[at + 1];
    float[] x = arrays[at];
    float[] y = arrays[at + 1];
    for (int i = from; i < end; i++) {
      target[i] += a * x[i] + b * y[i];
    }
  }
}
