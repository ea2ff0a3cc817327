package dev.kiln.export.recipe;

import dev.kiln.generation.card.Prediction;
import org.bytedeco.pytorch.Tensor;

/**
 * What a network predicts of x = alpha x_0 + sigma eps, with alpha^2 + sigma^2 = 1. Each can be
 * turned into any other (Salimans and Ho 2022, arXiv 2202.00512, section 4), so they differ in what
 * the loss weighs: with the signal-to-noise ratio r = alpha^2 / sigma^2, the squared error of x_0
 * counts r times, 1 + r times or once.
 */
public enum PredictionType {
  /** The noise, eps (Ho et al. 2020). */
  EPSILON("epsilon", Prediction.EPSILON) {
    @Override
    Tensor target(NoiseLevel level, Tensor clean, Tensor noise) {
      return noise;
    }

    @Override
    Tensor clean(NoiseLevel level, Tensor x, Tensor prediction) {
      return x.sub(level.sigma().mul(prediction)).div(level.alpha());
    }

    @Override
    Tensor noise(NoiseLevel level, Tensor x, Tensor prediction) {
      return prediction;
    }

    @Override
    double weight(double signalToNoise) {
      return signalToNoise;
    }
  },
  /** v = alpha eps - sigma x_0 (Salimans and Ho 2022). */
  V("v_prediction", Prediction.V) {
    @Override
    Tensor target(NoiseLevel level, Tensor clean, Tensor noise) {
      return level.alpha().mul(noise).sub(level.sigma().mul(clean));
    }

    @Override
    Tensor clean(NoiseLevel level, Tensor x, Tensor prediction) {
      return level.alpha().mul(x).sub(level.sigma().mul(prediction));
    }

    @Override
    Tensor noise(NoiseLevel level, Tensor x, Tensor prediction) {
      return level.sigma().mul(x).add(level.alpha().mul(prediction));
    }

    @Override
    double weight(double signalToNoise) {
      return signalToNoise + 1;
    }
  },
  /** The clean sample, x_0. */
  X0("sample", Prediction.X0) {
    @Override
    Tensor target(NoiseLevel level, Tensor clean, Tensor noise) {
      return clean;
    }

    @Override
    Tensor clean(NoiseLevel level, Tensor x, Tensor prediction) {
      return prediction;
    }

    @Override
    Tensor noise(NoiseLevel level, Tensor x, Tensor prediction) {
      return x.sub(level.alpha().mul(prediction)).div(level.sigma());
    }

    @Override
    double weight(double signalToNoise) {
      return 1;
    }
  };

  private final String configName;
  private final Prediction inCard;

  PredictionType(String configName, Prediction inCard) {
    this.configName = configName;
    this.inCard = inCard;
  }

  /**
   * The one that a scheduler_config calls so.
   *
   * @throws IllegalArgumentException if no recipe trains such a network
   */
  public static PredictionType of(String configName) {
    for (PredictionType type : values()) {
      if (type.configName.equals(configName)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "prediction_type must be epsilon, v_prediction or sample, was " + configName);
  }

  /** What the network is to predict. */
  abstract Tensor target(NoiseLevel level, Tensor clean, Tensor noise);

  /** The clean sample that a prediction means. */
  abstract Tensor clean(NoiseLevel level, Tensor x, Tensor prediction);

  /** The noise that a prediction means. */
  abstract Tensor noise(NoiseLevel level, Tensor x, Tensor prediction);

  /** How often an unweighted loss counts the squared error of the clean sample. */
  abstract double weight(double signalToNoise);

  /** One deterministic DDIM step (Song et al. 2021, arXiv 2010.02502) to another level. */
  Tensor step(Tensor x, Tensor prediction, NoiseLevel from, NoiseLevel to) {
    return to.noised(clean(from, x, prediction), noise(from, x, prediction));
  }

  /** What a scheduler_config calls it. */
  String configName() {
    return configName;
  }

  /** What a card calls it. */
  public Prediction inCard() {
    return inCard;
  }

  @Override
  public String toString() {
    return Named.dashed(this);
  }
}
