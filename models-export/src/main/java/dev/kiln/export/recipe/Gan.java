package dev.kiln.export.recipe;

import dev.kiln.export.nets.AdversarialPair;
import dev.kiln.export.ops.torch.Tensors;
import dev.kiln.export.ops.torch.TorchWeights;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Adversarial training (Goodfellow et al. 2014, arXiv 1406.2661, algorithm 1), conditional (Mirza
 * and Osindero 2014) if its networks take a class. The discriminator sees a little noise on real
 * and generated samples alike (Arjovsky and Bottou 2017, arXiv 1701.04862), so that it cannot tell
 * them by the exact black of a background.
 *
 * <p>A generator soon draws one picture for each class and forgets z. Against that, samples of one
 * class must lie as far apart as real ones of it do, in the spirit of Mao et al. 2019 (arXiv
 * 1903.05628); beyond that nothing pushes them.
 *
 * <pre>
 *   repeat: x, c from the data; z Gaussian
 *           descend  loss(D(x, c), D(G(z, c), c))                                       over D
 *           descend  loss(D(G(z, c), c)) + 3 max(0, 1 - variety(G(z, c)) / variety(x))  over G
 *           average the weights of G
 * </pre>
 */
public final class Gan implements AdversarialRecipe {
  private static final double NOISE = 0.1;
  private static final double VARIETY = 3;

  private final AdversarialLoss loss;
  private final TrainedGan gan;

  /** Both networks with fresh weights. */
  public Gan(AdversarialPair pair, AdversarialLoss loss, GanOptions options, long seed) {
    this.loss = loss;
    this.gan = new TrainedGan(pair, options, seed);
  }

  @Override
  public Map<String, Double> step(Batch batch, Step step) {
    Map<String, Tensor> conditions = gan.conditions(batch);
    Tensor fakes = gan.generate(batch);
    Tensor discriminatorLoss =
        loss.discriminator(judge(batch.samples(), conditions), judge(fakes.detach(), conditions));
    gan.descendDiscriminator(discriminatorLoss, step);

    Tensor generatorLoss = loss.generator(judge(fakes, conditions));
    Tensor same = same(batch.size(), conditions);
    Tensor variety = variety(fakes, same).div(variety(batch.samples(), same));
    Tensor sameness = torch.relu(variety.neg().add(new Scalar(1.0))).mul(new Scalar(VARIETY));
    gan.descendGenerator(generatorLoss.add(sameness), step);

    Map<String, Double> shown = new LinkedHashMap<>();
    shown.put("generator", generatorLoss.item_double());
    shown.put("variety", variety.item_double());
    shown.put("discriminator", discriminatorLoss.item_double());
    return shown;
  }

  private Tensor judge(Tensor samples, Map<String, Tensor> conditions) {
    return gan.score(samples.add(Tensors.normalLike(samples).mul(new Scalar(NOISE))), conditions);
  }

  /** One where two samples of a batch have equal conditions and are not one, [N, N]. */
  private static Tensor same(long count, Map<String, Tensor> conditions) {
    Tensor same = Tensors.ones(count, count).sub(Tensors.identity(count));
    for (Tensor values : conditions.values()) {
      Tensor equal = values.unsqueeze(0).eq(values.unsqueeze(1));
      same = same.mul(equal.to(same.scalar_type()));
    }
    return same;
  }

  /** Mean absolute difference per value of two samples, on average over some pairs. */
  private static Tensor variety(Tensor samples, Tensor pairs) {
    Tensor flat = samples.flatten(1, -1);
    Tensor apart =
        torch.cdist(flat, flat, 1, new LongOptional()).div(new Scalar((double) flat.size(1)));
    return apart.mul(pairs).sum().div(pairs.sum().clamp_min(new Scalar(1.0)));
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
  public String signature() {
    return "GAN, " + loss;
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
