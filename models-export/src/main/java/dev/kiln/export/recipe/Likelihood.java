package dev.kiln.export.recipe;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * How likely a sample is, given what a decoder made of its latent: h, before the last tanh.
 * Logarithms are natural, so the unit is the nat.
 */
public enum Likelihood {
  /**
   * Each value is one or minus one, the former with the probability sigmoid(2 h), whose mean is
   * tanh(h). A grey value between them counts as the share of ones, so that this is the expected
   * likelihood of the picture with each pixel set at random, as the tables for binary MNIST have
   * it. For pictures that are mostly black and white.
   */
  BERNOULLI {
    @Override
    Tensor nats(Tensor x, Tensor h, Tensor logVariance) {
      Tensor share = x.add(ONE).mul(HALF);
      Tensor logit = h.mul(TWO);
      return sum(share.mul(logit).sub(torch.softplus(logit)));
    }
  },

  /**
   * Each value is Gaussian around tanh(h), all with one variance that is learned along (Rybkin et
   * al. 2021, arXiv 2006.13202). The likelihood is a density on the scale of [-1, 1]. For colours
   * and for numbers that are not pictures.
   */
  GAUSSIAN {
    @Override
    Tensor nats(Tensor x, Tensor h, Tensor logVariance) {
      Tensor squared = x.sub(h.tanh()).square().div(logVariance.exp());
      return sum(squared.add(logVariance).add(LOG_TWO_PI).mul(HALF).neg());
    }
  };

  private static final Scalar ONE = new Scalar(1.0);
  private static final Scalar TWO = new Scalar(2.0);
  private static final Scalar HALF = new Scalar(0.5);
  private static final Scalar LOG_TWO_PI = new Scalar(Math.log(2 * Math.PI));

  /**
   * The logarithm of the likelihood of each sample, [N].
   *
   * @param x the samples, [N, ...], in [-1, 1]
   * @param h what the decoder made, shaped as x
   * @param logVariance of a Gaussian, [1]; other likelihoods have none
   */
  abstract Tensor nats(Tensor x, Tensor h, Tensor logVariance);

  private static Tensor sum(Tensor values) {
    return values.flatten(1, -1).sum(1);
  }

  /** As a command line has it. */
  @Override
  public String toString() {
    return Named.dashed(this);
  }
}
