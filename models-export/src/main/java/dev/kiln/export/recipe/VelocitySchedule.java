package dev.kiln.export.recipe;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * The cosine schedule of Nichol and Dhariwal 2021 (arXiv 2102.09672) in its 1000 discrete steps,
 * called {@code squaredcos_cap_v2} elsewhere, and v-prediction (Salimans and Ho 2022, arXiv
 * 2202.00512) on it.
 *
 * <p>x_t = alpha x_0 + sigma eps and v = alpha eps - sigma x_0, hence x_0 = alpha x_t - sigma v and
 * eps = sigma x_t + alpha v. Timestep -1 is the clean image.
 */
final class VelocitySchedule {
  static final int STEPS = 1000;

  private static final double LARGEST_BETA = 0.999;

  /** alpha and sigma of timestep t stand at index t + 1. */
  private final float[] alphas = new float[STEPS + 1];

  private final float[] sigmas = new float[STEPS + 1];

  private final int rank;

  /** A schedule for samples of so many dimensions, three for images. */
  VelocitySchedule(int rank) {
    this.rank = rank;
    double product = 1;
    alphas[0] = 1;
    for (int t = 0; t < STEPS; t++) {
      double beta = 1 - bar((t + 1.0) / STEPS) / bar((double) t / STEPS);
      product *= 1 - Math.min(beta, LARGEST_BETA);
      alphas[t + 1] = (float) Math.sqrt(product);
      sigmas[t + 1] = (float) Math.sqrt(1 - product);
    }
  }

  private static double bar(double time) {
    return Math.pow(Math.cos((time + 0.008) / 1.008 * Math.PI / 2), 2);
  }

  /** alpha and sigma for a batch of timesteps, as [N, 1, ...]. */
  Level level(int... timesteps) {
    float[] alpha = new float[timesteps.length];
    float[] sigma = new float[timesteps.length];
    float[] time = new float[timesteps.length];
    for (int i = 0; i < timesteps.length; i++) {
      alpha[i] = alphas[timesteps[i] + 1];
      sigma[i] = sigmas[timesteps[i] + 1];
      time[i] = Math.max(0, timesteps[i]);
    }
    long[] column = new long[rank + 1];
    Arrays.fill(column, 1);
    column[0] = timesteps.length;
    return new Level(
        Tensor.create(alpha, column),
        Tensor.create(sigma, column),
        Tensor.create(time, timesteps.length));
  }

  /** The same timestep for so many rows. */
  static int[] repeated(int timestep, int count) {
    int[] values = new int[count];
    Arrays.fill(values, timestep);
    return values;
  }

  /** The noise level of each row. */
  record Level(Tensor alpha, Tensor sigma, Tensor timestep) {
    Tensor noised(Tensor clean, Tensor noise) {
      return alpha.mul(clean).add(sigma.mul(noise));
    }

    Tensor velocity(Tensor clean, Tensor noise) {
      return alpha.mul(noise).sub(sigma.mul(clean));
    }

    Tensor clean(Tensor noised, Tensor velocity) {
      return alpha.mul(noised).sub(sigma.mul(velocity));
    }

    Tensor noise(Tensor noised, Tensor velocity) {
      return sigma.mul(noised).add(alpha.mul(velocity));
    }

    /** One deterministic DDIM step (Song et al. 2021) from here to another level. */
    Tensor step(Tensor noised, Tensor velocity, Level to) {
      return to.noised(clean(noised, velocity), noise(noised, velocity));
    }
  }
}
