package dev.kiln.export.ops;

import java.util.random.RandomGenerator;

/** How a parameter's values are drawn before training. */
@FunctionalInterface
public interface Initializer {
  /** The next value. */
  float next(RandomGenerator random);

  /** The same value everywhere. */
  static Initializer constant(double value) {
    return random -> (float) value;
  }

  /** Uniform in [-bound, bound]. */
  static Initializer uniform(double bound) {
    return random -> (float) ((random.nextDouble() * 2 - 1) * bound);
  }

  /** Gaussian with mean zero. */
  static Initializer normal(double deviation) {
    return random -> (float) (random.nextGaussian() * deviation);
  }

  /** PyTorch's default for linear and convolution layers: uniform within 1 / sqrt(fan in). */
  static Initializer fanIn(long fanIn) {
    return uniform(1 / Math.sqrt((double) fanIn));
  }
}
