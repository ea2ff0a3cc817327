package dev.kiln.export.recipe;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * How a clean sample is read from a network at x = x_0 + sigma eps: skip x + out network(in x)
 * (Karras et al. 2022, arXiv 2206.00364, equation 7), so that what the network sees and what it
 * predicts have variance 1 at every noise level. All are [N, 1, ...].
 *
 * @param in the factor of what the network sees
 * @param skip what is kept of x
 * @param out the factor of the prediction
 */
record Preconditioning(Tensor in, Tensor skip, Tensor out) {
  /** The standard deviation that data in [-1, 1] is taken to have; samplers assume it too. */
  static final double SIGMA_DATA = 0.5;

  /** Karras et al. 2022, table 1. */
  static Preconditioning karras(Tensor sigma, double data) {
    return bounded(sigma, data, 0);
  }

  /**
   * The same, but at {@code least} the clean sample is x itself, as a consistency function must
   * have it (Song et al. 2023, arXiv 2303.01469, appendix C).
   */
  static Preconditioning bounded(Tensor sigma, double data, double least) {
    Tensor above = sigma.sub(new Scalar(least));
    Tensor norm = sigma.square().add(new Scalar(data * data)).sqrt();
    return new Preconditioning(
        norm.reciprocal(),
        above.square().add(new Scalar(data * data)).reciprocal().mul(new Scalar(data * data)),
        above.mul(new Scalar(data)).div(norm));
  }

  /** What the network sees. */
  Tensor input(Tensor x) {
    return in.mul(x);
  }

  /** The clean sample that a prediction means. */
  Tensor clean(Tensor x, Tensor prediction) {
    return skip.mul(x).add(out.mul(prediction));
  }

  /** The prediction that would mean this clean sample. */
  Tensor target(Tensor x, Tensor clean) {
    return clean.sub(skip.mul(x)).div(out);
  }
}
