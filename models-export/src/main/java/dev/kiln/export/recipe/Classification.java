package dev.kiln.export.recipe;

import dev.kiln.export.nets.Classifier;
import dev.kiln.export.ops.torch.Tensors;
import dev.kiln.export.ops.torch.TorchOps;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchWeights;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Trains a classifier: cross entropy with smoothed labels (Szegedy et al. 2016, arXiv 1512.00567),
 * on images to which noise of a random strength is added, so that the grain of a generator does not
 * put it off.
 */
public final class Classification implements Recipe {
  private static final double SMOOTHING = 0.05;
  private static final double NOISE = 0.25;
  private static final long MEAN = 1;
  private static final long NONE_IGNORED = -100;
  private static final Descent DESCENT =
      new Descent(new LearningRate(4e-3, 100), new WeightAverage(0.995), 1);

  private final Classifier network;
  private final TorchWeights weights;
  private final TorchWeights average;
  private final WeightOptimizer optimizer;

  /** A classifier with fresh weights. */
  public Classification(Classifier network, long seed) {
    this.network = network;
    this.weights = build(network, seed);
    this.average = build(network, seed);
    this.optimizer = new WeightOptimizer(weights, 0.99, 0.9, 0.02, DESCENT.clip());
  }

  private static TorchWeights build(Classifier network, long seed) {
    network.check();
    TorchWeights weights = new TorchWeights(seed);
    TorchScope.withoutGradients(
        () ->
            network.apply(
                TorchOps.inference(weights),
                Tensors.zeros(1, network.imageChannels(), network.size(), network.size())));
    return weights;
  }

  @Override
  public Map<String, Double> step(Batch batch, Step step) {
    Tensor strength = Tensors.uniform(batch.size(), 1, 1, 1).mul(new Scalar(NOISE));
    Tensor noised = batch.samples().add(Tensors.normalLike(batch.samples()).mul(strength));
    Tensor logits =
        network.apply(
            TorchOps.training(weights),
            noised.clamp(
                new ScalarOptional(new Scalar(-1.0)), new ScalarOptional(new Scalar(1.0))));
    Tensor loss =
        torch.cross_entropy_loss(
            logits, batch.labels(), new TensorOptional(), MEAN, NONE_IGNORED, SMOOTHING);
    DESCENT.step(optimizer, loss, average, weights, step);
    double right =
        torch
            .argmax(logits, new org.bytedeco.pytorch.LongOptional(1), false)
            .eq(batch.labels())
            .sum()
            .item_long();
    Map<String, Double> shown = new LinkedHashMap<>();
    shown.put("loss", loss.item_double());
    shown.put("right", right / (double) batch.size());
    return shown;
  }

  /** The averaged weights, which are exported. */
  public TorchWeights average() {
    return average;
  }

  @Override
  public Map<String, TorchWeights> weights() {
    return Map.of("weights", weights, "average", average);
  }

  @Override
  public Map<String, WeightOptimizer> optimizers() {
    return Map.of("optimizer", optimizer);
  }

  /** A classifier makes no images: black ones. */
  @Override
  public float[] preview(Map<String, Tensor> conditions, int count, long seed) {
    return new float
        [Math.toIntExact(count * network.imageChannels() * network.size() * network.size())];
  }

  @Override
  public void close() {
    optimizer.close();
    weights.close();
    average.close();
  }
}
