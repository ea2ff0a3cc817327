package dev.kiln.export.recipe;

import dev.kiln.generation.sampler.SchedulerConfig;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * A diffusion in continuous time from data (t = 0) to noise (t = 1), its marginals, and how a
 * network stands for its score.
 */
public sealed interface Sde permits Sde.VariancePreserving, Sde.VarianceExploding {

  /** What samplers must know of a network that is trained on it. */
  SchedulerConfig config();

  /** The smallest time that is trained and sampled (Song et al. 2021, appendix C). */
  double start();

  /** What is kept of the clean sample at time t. */
  double alpha(double t);

  /** The noise's standard deviation at time t. */
  double sigma(double t);

  /** What the network is told at time t. */
  double told(double t);

  /** What the network sees of x. */
  Tensor input(NoiseLevel level, Tensor x);

  /** What the network is to predict. */
  Tensor target(NoiseLevel level, Tensor clean, Tensor noise);

  /** The clean sample that a prediction means. */
  Tensor clean(NoiseLevel level, Tensor x, Tensor prediction);

  /** The noise that a prediction means; the score is minus this over sigma. */
  Tensor noise(NoiseLevel level, Tensor x, Tensor prediction);

  /**
   * dx = -1/2 beta(t) x dt + sqrt(beta(t)) dw with beta linear in t (Song et al. 2021, equations 11
   * and 33): diffusion models in continuous time. The network predicts the noise.
   *
   * @param betaMin beta(0)
   * @param betaMax beta(1)
   */
  record VariancePreserving(double betaMin, double betaMax) implements Sde {
    /** Number of discrete steps by whose scale the network is told the time. */
    private static final int TIME_SCALE = 1000;

    /** The paper's. */
    public static final VariancePreserving DEFAULT = new VariancePreserving(0.1, 20);

    @Override
    public SchedulerConfig config() {
      return SchedulerConfig.parse(
          Map.of(
              "num_train_timesteps",
              TIME_SCALE,
              "beta_min",
              betaMin,
              "beta_max",
              betaMax,
              "sampling_eps",
              start(),
              "prediction_type",
              "epsilon"));
    }

    @Override
    public double start() {
      return 1e-3;
    }

    @Override
    public double alpha(double t) {
      return Math.exp(logAlpha(t));
    }

    @Override
    public double sigma(double t) {
      return Math.sqrt(-Math.expm1(2 * logAlpha(t)));
    }

    private double logAlpha(double t) {
      return -0.25 * t * t * (betaMax - betaMin) - 0.5 * t * betaMin;
    }

    @Override
    public double told(double t) {
      return (TIME_SCALE - 1) * t;
    }

    @Override
    public Tensor input(NoiseLevel level, Tensor x) {
      return x;
    }

    @Override
    public Tensor target(NoiseLevel level, Tensor clean, Tensor noise) {
      return PredictionType.EPSILON.target(level, clean, noise);
    }

    @Override
    public Tensor clean(NoiseLevel level, Tensor x, Tensor prediction) {
      return PredictionType.EPSILON.clean(level, x, prediction);
    }

    @Override
    public Tensor noise(NoiseLevel level, Tensor x, Tensor prediction) {
      return PredictionType.EPSILON.noise(level, x, prediction);
    }
  }

  /**
   * dx = sqrt(d sigma^2 / dt) dw with sigma(t) = sigmaMin (sigmaMax / sigmaMin)^t (Song et al.
   * 2021, equations 9 and 30): the sample stays, the noise grows. The network sees x scaled to
   * variance 1 and predicts what is left to say of the clean sample (Karras et al. 2022, arXiv
   * 2206.00364, table 1), since x itself grows too large and its noise too small to predict.
   *
   * @param sigmaMin noise at t = 0
   * @param sigmaMax noise at t = 1; about the largest distance between two samples
   * @param sigmaData the data's standard deviation
   */
  record VarianceExploding(double sigmaMin, double sigmaMax, double sigmaData) implements Sde {
    /** The paper's, for data about in [-1, 1]. */
    public static final VarianceExploding DEFAULT =
        new VarianceExploding(0.01, 50, Preconditioning.SIGMA_DATA);

    @Override
    public SchedulerConfig config() {
      return SchedulerConfig.parse(
          Map.of(
              "sigma_min",
              sigmaMin,
              "sigma_max",
              sigmaMax,
              "sigma_data",
              sigmaData,
              "prediction_type",
              "epsilon"));
    }

    @Override
    public double start() {
      return 0;
    }

    @Override
    public double alpha(double t) {
      return 1;
    }

    @Override
    public double sigma(double t) {
      return sigmaMin * Math.pow(sigmaMax / sigmaMin, t);
    }

    @Override
    public double told(double t) {
      return 0.25 * Math.log(sigma(t));
    }

    @Override
    public Tensor input(NoiseLevel level, Tensor x) {
      return karras(level).input(x);
    }

    @Override
    public Tensor target(NoiseLevel level, Tensor clean, Tensor noise) {
      return karras(level).target(level.noised(clean, noise), clean);
    }

    @Override
    public Tensor clean(NoiseLevel level, Tensor x, Tensor prediction) {
      return karras(level).clean(x, prediction);
    }

    @Override
    public Tensor noise(NoiseLevel level, Tensor x, Tensor prediction) {
      return x.sub(clean(level, x, prediction)).div(level.sigma());
    }

    private Preconditioning karras(NoiseLevel level) {
      return Preconditioning.karras(level.sigma(), sigmaData);
    }
  }
}
