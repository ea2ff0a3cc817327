package dev.kiln.export.recipe;

import dev.kiln.export.nets.AdversarialPair;
import dev.kiln.export.ops.torch.Tensors;
import dev.kiln.export.ops.torch.TorchWeights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The Wasserstein GAN with gradient penalty (Gulrajani et al. 2017, arXiv 1704.00028, algorithm 1).
 * The critic's scores estimate how far apart the two distributions are, so long as its gradient has
 * a norm of one; that is what the penalty asks for, between real and made samples.
 *
 * <pre>
 *   repeat: x, c from the data; z Gaussian; u uniform in [0, 1]
 *           y = u x + (1 - u) G(z, c)
 *           descend  D(G(z, c), c) - D(x, c) + 10 (|grad D(y, c)| - 1)^2   over D
 *           each fifth time, descend  -D(G(z, c), c)                       over G
 *                            and average the weights of G
 * </pre>
 */
public final class WassersteinGan implements AdversarialRecipe {
  private static final int CRITIC_STEPS = 5;
  private static final Scalar PENALTY = new Scalar(10.0);
  private static final Scalar ONE = new Scalar(1.0);
  private static final Scalar SMALL = new Scalar(1e-12);

  private final TrainedGan gan;

  /**
   * Both networks with fresh weights.
   *
   * @param pair its discriminator must not mix the samples of a batch, so it has no batch norm
   */
  public WassersteinGan(AdversarialPair pair, GanOptions options, long seed) {
    this.gan = new TrainedGan(pair, options, seed);
  }

  @Override
  public Map<String, Double> step(Batch batch, Step step) {
    Map<String, Tensor> conditions = gan.conditions(batch);
    Tensor fakes = gan.generate(batch);
    Tensor real = gan.score(batch.samples(), conditions).mean();
    Tensor made = gan.score(fakes.detach(), conditions).mean();
    Tensor slope = slope(batch.samples(), fakes.detach(), conditions);
    Tensor penalty = slope.sub(ONE).square().mean();
    gan.descendDiscriminator(made.sub(real).add(penalty.mul(PENALTY)), step);
    if (step.number() % CRITIC_STEPS == CRITIC_STEPS - 1) {
      gan.descendGenerator(gan.score(fakes, conditions).mean().neg(), step);
    }

    Map<String, Double> shown = new LinkedHashMap<>();
    shown.put("distance", real.sub(made).item_double());
    shown.put("slope", slope.mean().item_double());
    return shown;
  }

  /**
   * The norm of the critic's gradient at a random point between each real and each made sample,
   * [N]. It can itself be differentiated.
   */
  Tensor slope(Tensor real, Tensor made, Map<String, Tensor> conditions) {
    long[] each = new long[(int) real.dim()];
    Arrays.fill(each, 1);
    each[0] = real.size(0);
    Tensor share = Tensors.uniform(each);
    Tensor between = made.add(real.sub(made).mul(share)).detach().set_requires_grad(true);
    Tensor scores = gan.score(between, conditions);
    Tensor gradient =
        torch
            .grad(
                new TensorVector(scores.sum()),
                new TensorVector(between),
                new TensorVector(),
                new BoolOptional(true),
                true,
                false)
            .get(0);
    return gradient.flatten(1, -1).square().sum(1).add(SMALL).sqrt();
  }

  @Override
  public float[] preview(Map<String, Tensor> conditions, int count, long seed) {
    return gan.preview(conditions, count, seed);
  }

  @Override
  public TorchWeights average() {
    return gan.average();
  }

  @Override
  public Map<String, TorchWeights> weights() {
    return gan.weights();
  }

  @Override
  public Map<String, WeightOptimizer> optimizers() {
    return gan.optimizers();
  }

  @Override
  public void close() {
    gan.close();
  }
}
