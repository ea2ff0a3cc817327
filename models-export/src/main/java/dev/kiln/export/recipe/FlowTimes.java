package dev.kiln.export.recipe;

import java.util.random.RandomGenerator;

/** Where between data (0) and noise (1) a flow is trained. */
public enum FlowTimes {
  /** Everywhere alike (Lipman et al. 2023, arXiv 2210.02747). */
  UNIFORM {
    @Override
    double[] draw(int count, RandomGenerator random) {
      return Columns.spread(count, random.nextDouble());
    }
  },
  /**
   * More often in the middle, where the direction is hardest to tell: the logistic function of a
   * standard Gaussian (Esser et al. 2024, arXiv 2403.03206, equation 19).
   */
  LOGIT_NORMAL {
    @Override
    double[] draw(int count, RandomGenerator random) {
      return Columns.rows(count, i -> 1 / (1 + Math.exp(-random.nextGaussian())));
    }
  };

  /** Times for so many samples. */
  abstract double[] draw(int count, RandomGenerator random);

  @Override
  public String toString() {
    return Named.dashed(this);
  }
}
