package dev.kiln.export.recipe;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What a discriminator's scores, [N, 1], are held against; both parties go down their loss. */
public enum AdversarialLoss {
  /**
   * The discriminator's cross-entropy, and the generator's in its non-saturating form (Goodfellow
   * et al. 2014, arXiv 1406.2661, section 3).
   */
  NON_SATURATING {
    @Override
    Tensor discriminator(Tensor real, Tensor fake) {
      return generator(real).add(generator(fake.neg()));
    }

    @Override
    Tensor generator(Tensor fake) {
      return torch.softplus(fake.neg()).mean();
    }
  },

  /** Least squares around 1 for real and 0 for made (Mao et al. 2017, arXiv 1611.04076, eq. 9). */
  LEAST_SQUARES {
    @Override
    Tensor discriminator(Tensor real, Tensor fake) {
      return generator(real).add(fake.square().mean().mul(HALF));
    }

    @Override
    Tensor generator(Tensor fake) {
      return fake.sub(ONE).square().mean().mul(HALF);
    }
  };

  private static final Scalar ONE = new Scalar(1.0);
  private static final Scalar HALF = new Scalar(0.5);

  /** The discriminator's loss, from the scores of real samples and of made ones. */
  abstract Tensor discriminator(Tensor real, Tensor fake);

  /** The generator's loss, from the scores of made samples. */
  abstract Tensor generator(Tensor fake);

  /** As a command line has it. */
  @Override
  public String toString() {
    return Named.dashed(this);
  }
}
