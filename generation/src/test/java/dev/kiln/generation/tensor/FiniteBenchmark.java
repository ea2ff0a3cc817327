package dev.kiln.generation.tensor;

import java.util.Arrays;

/** Nanoseconds per value of the check for NaN and infinity; run by hand, prints a table. */
final class FiniteBenchmark {

  private FiniteBenchmark() {}

  public static void main(String[] args) {
    for (int length : new int[] {64, 784, 3 * 64 * 64, 1 << 18}) {
      float[] values = new float[length];
      Arrays.fill(values, 0.5f);
      double best = Double.MAX_VALUE;
      int found = 0;
      for (int round = 0; round < 3000; round++) {
        int times = 1 + (1 << 16) / length;
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
          found += Finite.firstOther(values);
        }
        best = Math.min(best, (System.nanoTime() - start) / (double) times / length);
      }
      if (found >= 0) {
        throw new IllegalStateException("the check found what is not there");
      }
      System.out.printf("%8d values: %.3f ns each%n", length, best);
    }
  }
}
