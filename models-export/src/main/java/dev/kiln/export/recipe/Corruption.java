package dev.kiln.export.recipe;

import dev.kiln.export.ops.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What happens to samples in [-1, 1] that an autoencoder is to restore; they stay in that range.
 */
public enum Corruption {
  /** Gaussian noise; its deviation is the level (Vincent et al. 2010). */
  GAUSSIAN {
    @Override
    Tensor apply(Tensor x, Tensor level) {
      Tensor noised = x.add(Tensors.normalLike(x).mul(level));
      return noised.clamp_min(LOWEST).clamp_max(HIGHEST);
    }
  },

  /** A share of the values, the level, is set to the lowest (Vincent et al. 2008). */
  MASKING {
    @Override
    Tensor apply(Tensor x, Tensor level) {
      return torch.where(Tensors.uniformLike(x).lt(level), torch.ones_like(x).neg(), x);
    }
  },

  /**
   * A share of the values, the level, is set to the lowest or the highest (Vincent et al. 2010).
   */
  SALT_AND_PEPPER {
    @Override
    Tensor apply(Tensor x, Tensor level) {
      Tensor extreme = Tensors.uniformLike(x).sub(new Scalar(0.5)).sign();
      return torch.where(Tensors.uniformLike(x).lt(level), extreme, x);
    }
  };

  private static final Scalar LOWEST = new Scalar(-1.0);
  private static final Scalar HIGHEST = new Scalar(1.0);

  /**
   * Corrupts samples with PyTorch's random generator.
   *
   * @param x [N, ...]
   * @param level how much, for each sample, [N, 1, ...]
   */
  abstract Tensor apply(Tensor x, Tensor level);

  /** As a command line has it. */
  @Override
  public String toString() {
    return Named.dashed(this);
  }
}
