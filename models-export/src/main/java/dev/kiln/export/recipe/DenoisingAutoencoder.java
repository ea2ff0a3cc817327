package dev.kiln.export.recipe;

import dev.kiln.export.nets.Restorer;
import dev.kiln.export.ops.torch.Tensors;
import dev.kiln.export.ops.torch.TorchOps;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchValues;
import dev.kiln.export.ops.torch.TorchWeights;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A denoising autoencoder (Vincent et al. 2008; for any corruption Bengio et al. 2013, arXiv
 * 1305.6663, algorithm 1 without walkback): learns to undo what happened to a picture.
 *
 * <pre>
 *   repeat: x, c from the data; a corruption and its level at random
 *           y = corrupt(x)
 *           descend  || x - network(y, c) ||^2
 *           average the weights
 * </pre>
 */
public final class DenoisingAutoencoder implements Recipe {
  private static final int CHAIN = 12;

  private final Restorer network;
  private final AutoencoderOptions options;
  private final TorchWeights weights;
  private final TorchWeights average;
  private final WeightOptimizer optimizer;

  /** With fresh weights. */
  public DenoisingAutoencoder(Restorer network, AutoencoderOptions options, long seed) {
    this.network = network;
    this.options = options;
    this.weights = build(seed);
    this.average = build(seed);
    this.optimizer = new WeightOptimizer(weights, 0.9, 0.999, 0, options.descent().clip());
  }

  private TorchWeights build(long seed) {
    TorchWeights fresh = new TorchWeights(seed);
    TorchScope.withoutGradients(
        () ->
            network.restore(
                TorchOps.inference(fresh),
                Tensors.zeros(Shapes.rows(1, network.sampleShape())),
                Conditioning.first(network.conditions())));
    return fresh;
  }

  @Override
  public Map<String, Double> step(Batch batch, Step step) {
    Tensor restored =
        network.restore(
            TorchOps.training(weights),
            corrupt(batch.samples(), step.number()),
            Conditioning.taken(network.conditions().keySet(), batch.conditions()));
    Tensor loss = torch.mse_loss(restored, batch.samples());
    optimizer.descend(loss, options.descent().rateAt(step));
    options.descent().average().follow(average, weights, step.number());
    return Map.of("loss", (double) loss.item_float());
  }

  /**
   * Corrupts samples [N, ...] by the options' corruptions in turn, each sample at a level of its
   * own.
   */
  Tensor corrupt(Tensor samples, long turn) {
    long[] each = new long[(int) samples.dim()];
    Arrays.fill(each, 1);
    each[0] = samples.size(0);
    Tensor level = Tensors.uniform(each).mul(new Scalar(options.level()));
    int which = (int) (turn % options.corruptions().size());
    return options.corruptions().get(which).apply(samples, level);
  }

  /** Samples restored by the averaged weights, [N, ...]. */
  Tensor restore(Tensor samples, Map<String, Tensor> conditions) {
    return network.restore(
        TorchOps.inference(average),
        samples,
        Conditioning.taken(network.conditions().keySet(), conditions));
  }

  /**
   * Pictures of the network's own: from noise, corrupt and restore by turns (Bengio et al. 2013,
   * proposition 1: that chain samples what the network learned).
   */
  @Override
  public float[] preview(Map<String, Tensor> conditions, int count, long seed) {
    long[] shape = Shapes.rows(count, network.sampleShape());
    torch.manual_seed(seed);
    float[] x = TorchScope.scoped(() -> TorchValues.floats(Tensors.normal(shape).tanh()));
    for (int turn = 0; turn < CHAIN; turn++) {
      float[] before = x;
      long now = turn;
      x =
          TorchScope.scoped(
              () ->
                  TorchScope.ungraded(
                      () ->
                          TorchValues.floats(
                              restore(corrupt(Tensors.of(before, shape), now), conditions))));
    }
    return x;
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

  @Override
  public void close() {
    optimizer.close();
    weights.close();
    average.close();
  }
}
