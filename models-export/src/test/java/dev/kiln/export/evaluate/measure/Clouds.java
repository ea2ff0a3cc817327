package dev.kiln.export.evaluate.measure;

import java.util.Arrays;
import java.util.Random;

/** Points of known distributions. */
final class Clouds {
  private Clouds() {}

  /** Independent Gaussians, each dimension with its own mean and deviation. */
  static Points gaussian(long seed, int count, double[] mean, double[] deviation) {
    Random random = new Random(seed);
    float[] values = new float[count * mean.length];
    for (int i = 0; i < values.length; i++) {
      int d = i % mean.length;
      values[i] = (float) (mean[d] + deviation[d] * random.nextGaussian());
    }
    return new Points(mean.length, values);
  }

  /** Tight clouds around far centres on a line, the same number of points around each. */
  static Points modes(long seed, int modes, int perMode, int width) {
    Random random = new Random(seed);
    float[] values = new float[modes * perMode * width];
    for (int i = 0; i < values.length; i++) {
      int point = i / width;
      values[i] = (float) (100 * (point / perMode) + random.nextGaussian());
    }
    return new Points(width, values);
  }

  /** The same number in every dimension. */
  static double[] all(int width, double value) {
    double[] values = new double[width];
    Arrays.fill(values, value);
    return values;
  }
}
