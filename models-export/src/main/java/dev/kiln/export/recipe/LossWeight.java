package dev.kiln.export.recipe;

/** How much the loss at a timestep counts. */
public enum LossWeight {
  /** All alike, in what the network predicts (Ho et al. 2020, equation 14). */
  PLAIN {
    @Override
    double at(double signalToNoise, PredictionType type) {
      return 1;
    }
  },
  /**
   * The squared error of the clean sample counts min(r, 5) times, so that nearly clean samples do
   * not drown the rest (Hang et al. 2023, arXiv 2303.09556).
   */
  MIN_SNR {
    @Override
    double at(double signalToNoise, PredictionType type) {
      return Math.min(signalToNoise, GAMMA) / type.weight(signalToNoise);
    }
  };

  private static final double GAMMA = 5;

  /** The factor of the squared error of a prediction. */
  abstract double at(double signalToNoise, PredictionType type);

  @Override
  public String toString() {
    return Named.dashed(this);
  }
}
