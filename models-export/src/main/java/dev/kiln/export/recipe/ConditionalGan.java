package dev.kiln.export.recipe;

import dev.kiln.export.nets.DcGan;
import dev.kiln.export.ops.torch.TorchOps;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchValues;
import dev.kiln.export.ops.torch.TorchWeights;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Conditional adversarial training with the non-saturating loss (Goodfellow et al. 2014, arXiv
 * 1406.2661). The discriminator sees a little noise on real and generated images alike (Arjovsky
 * and Bottou 2017, arXiv 1701.04862), so that it cannot tell them by the exact black of the
 * background.
 *
 * <p>A generator soon draws one picture for each class and forgets z. Against that, samples of one
 * class must lie as far apart as real images of it do, in the spirit of Mao et al. 2019 (arXiv
 * 1903.05628); beyond that nothing pushes them.
 *
 * <pre>
 *   repeat: x, y from the data; z Gaussian
 *           descend  softplus(-D(x, y)) + softplus(D(G(z, y), y))                         over D
 *           descend  softplus(-D(G(z, y), y)) + 3 max(0, 1 - variety(G(z, y)) / variety(x))  over G
 *           average the weights of G
 * </pre>
 */
public final class ConditionalGan implements Recipe {
  private static final double NOISE = 0.1;
  private static final double VARIETY = 3;
  private static final double AVERAGE = 0.998;
  private static final int CALIBRATION_BATCHES = 40;
  private static final int CALIBRATION_ROWS = 100;
  private static final LearningRate GENERATOR_RATE = new LearningRate(3e-4, 20);
  private static final LearningRate DISCRIMINATOR_RATE = new LearningRate(4e-4, 20);

  private final DcGan sizes;
  private final DcGan.Generator generator;
  private final DcGan.Discriminator discriminator;
  private final TorchWeights generating;
  private final TorchWeights average;
  private final TorchWeights discriminating;
  private final WeightOptimizer generatorOptimizer;
  private final WeightOptimizer discriminatorOptimizer;

  /** Both networks with fresh weights. */
  public ConditionalGan(DcGan sizes, long seed) {
    this.sizes = sizes;
    this.generator = sizes.generator();
    this.discriminator = sizes.discriminator();
    this.generating = buildGenerator(seed);
    this.average = buildGenerator(seed);
    this.discriminating = buildDiscriminator(seed + 1);
    this.generatorOptimizer = new WeightOptimizer(generating, 0.5, 0.99, 0, 10);
    this.discriminatorOptimizer = new WeightOptimizer(discriminating, 0.5, 0.99, 0, 10);
  }

  private TorchWeights buildGenerator(long seed) {
    TorchWeights weights = new TorchWeights(seed);
    TorchScope.withoutGradients(
        () ->
            generator.apply(
                TorchOps.inference(weights),
                torch.zeros(1, sizes.latent()),
                Tensor.create(new long[1], 1)));
    return weights;
  }

  private TorchWeights buildDiscriminator(long seed) {
    TorchWeights weights = new TorchWeights(seed);
    TorchScope.withoutGradients(
        () ->
            discriminator.apply(
                TorchOps.inference(weights),
                torch.zeros(1, sizes.imageChannels(), sizes.size(), sizes.size()),
                Tensor.create(new long[1], 1)));
    return weights;
  }

  @Override
  public Map<String, Double> step(Batch batch, Step step) {
    Tensor labels = batch.labels();
    Tensor fakes =
        generator.apply(
            TorchOps.training(generating), torch.randn(batch.size(), sizes.latent()), labels);
    Tensor discriminatorLoss =
        loss(judge(batch.samples(), labels)).add(loss(judge(fakes.detach(), labels).neg()));
    discriminatorOptimizer.descend(
        discriminatorLoss, DISCRIMINATOR_RATE.at(step.number(), step.progress()));

    Tensor generatorLoss = loss(judge(fakes, labels));
    Tensor variety = variety(fakes, labels).div(variety(batch.samples(), labels));
    Tensor sameness = torch.relu(variety.neg().add(new Scalar(1.0))).mul(new Scalar(VARIETY));
    generatorOptimizer.descend(
        generatorLoss.add(sameness), GENERATOR_RATE.at(step.number(), step.progress()));
    average.moveTowards(
        generating, 1 - Math.min(AVERAGE, (step.number() + 1.0) / (step.number() + 10.0)));

    Map<String, Double> shown = new LinkedHashMap<>();
    shown.put("generator", generatorLoss.item_double());
    shown.put("variety", variety.item_double());
    shown.put("discriminator", discriminatorLoss.item_double());
    return shown;
  }

  private Tensor judge(Tensor images, Tensor labels) {
    Tensor noised = images.add(torch.randn_like(images).mul(new Scalar(NOISE)));
    return discriminator.apply(TorchOps.training(discriminating), noised, labels);
  }

  /**
   * How far apart two images of one class are, on average over the batch: mean absolute difference
   * per value.
   */
  private static Tensor variety(Tensor images, Tensor labels) {
    Tensor flat = images.flatten(1, -1);
    Tensor same = labels.unsqueeze(0).eq(labels.unsqueeze(1)).to(flat.scalar_type());
    Tensor others = same.sub(torch.eye(labels.size(0)));
    Tensor apart =
        torch.cdist(flat, flat, 1, new LongOptional()).div(new Scalar((double) flat.size(1)));
    return apart.mul(others).sum().div(others.sum().clamp_min(new Scalar(1.0)));
  }

  private static Tensor loss(Tensor score) {
    return torch.softplus(score.neg()).mean();
  }

  @Override
  public float[] preview(Map<String, Tensor> conditions, int count, long seed) {
    calibrate(seed);
    Tensor labels = new Batch(torch.zeros(count), conditions).labels();
    return TorchScope.ungraded(
        () ->
            TorchValues.floats(
                generator.apply(
                    TorchOps.inference(average), torch.randn(count, sizes.latent()), labels)));
  }

  /**
   * The generator's averaged weights, which are exported. Averaged weights have activations of
   * their own, so the running statistics are taken anew first.
   */
  public TorchWeights average() {
    calibrate(0);
    return average;
  }

  private void calibrate(long seed) {
    torch.manual_seed(seed);
    long[] labels = new long[CALIBRATION_ROWS];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % sizes.classes();
    }
    for (int i = 0; i < CALIBRATION_BATCHES; i++) {
      TorchScope.withoutGradients(
          () ->
              generator.apply(
                  TorchOps.training(average),
                  torch.randn(labels.length, sizes.latent()),
                  Tensor.create(labels, labels.length)));
    }
  }

  @Override
  public Map<String, TorchWeights> weights() {
    return Map.of("generator", generating, "average", average, "discriminator", discriminating);
  }

  @Override
  public Map<String, WeightOptimizer> optimizers() {
    return Map.of("generator", generatorOptimizer, "discriminator", discriminatorOptimizer);
  }

  @Override
  public void close() {
    generatorOptimizer.close();
    discriminatorOptimizer.close();
    generating.close();
    average.close();
    discriminating.close();
  }
}
