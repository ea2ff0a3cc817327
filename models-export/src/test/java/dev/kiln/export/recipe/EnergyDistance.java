package dev.kiln.export.recipe;

import dev.kiln.export.data.TrainingSet;

/**
 * The energy distance between samples and data, 2 E|X - Y| - E|X - X'| - E|Y - Y'| (Székely and
 * Rizzo 2013): zero exactly if both have one distribution.
 */
final class EnergyDistance {
  private EnergyDistance() {}

  /** Between samples, flat, and as many of the data's first. */
  static double toData(TrainingSet data, float[] samples) {
    int width = 1;
    for (long size : data.shape()) {
      width *= (int) size;
    }
    float[] real = new float[samples.length];
    for (int i = 0; i < samples.length / width; i++) {
      data.read(i, real, i * width);
    }
    return between(real, samples, width);
  }

  /** Between two sets of rows of a width, both flat. */
  static double between(float[] a, float[] b, int width) {
    return 2 * apart(a, b, width, false) - apart(a, a, width, true) - apart(b, b, width, true);
  }

  private static double apart(float[] a, float[] b, int width, boolean same) {
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < a.length; i += width) {
      for (int j = 0; j < b.length; j += width) {
        if (same && i == j) {
          continue;
        }
        double squared = 0;
        for (int k = 0; k < width; k++) {
          double difference = a[i + k] - b[j + k];
          squared += difference * difference;
        }
        sum += Math.sqrt(squared);
        pairs++;
      }
    }
    return sum / pairs;
  }
}
