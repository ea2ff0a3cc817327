package dev.kiln.export.recipe;

import dev.kiln.export.nets.Denoiser;
import dev.kiln.export.ops.ParameterValue;
import dev.kiln.export.ops.torch.Tensors;
import dev.kiln.export.ops.torch.TorchOps;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchWeights;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A denoiser under training: its weights, their average, and the optimizer. Close when done. */
final class TrainedDenoiser implements AutoCloseable {
  private final Denoiser network;
  private final DenoiserOptions options;
  private final TorchWeights weights;
  private final TorchWeights average;
  private final WeightOptimizer optimizer;

  /** With fresh weights. */
  TrainedDenoiser(Denoiser network, DenoiserOptions options, long seed) {
    this(network, options, fresh(network, seed), fresh(network, seed));
  }

  /** With the weights of an earlier training. */
  TrainedDenoiser(Denoiser network, DenoiserOptions options, Map<String, ParameterValue> earlier) {
    this(network, options, copy(network, earlier), copy(network, earlier));
  }

  private TrainedDenoiser(
      Denoiser network, DenoiserOptions options, TorchWeights weights, TorchWeights average) {
    this.network = network;
    this.options = options;
    this.weights = weights;
    this.average = average;
    this.optimizer =
        new WeightOptimizer(weights, 0.9, 0.99, options.decay(), options.descent().clip());
  }

  /** Weights of a network, freshly drawn. */
  static TorchWeights fresh(Denoiser network, long seed) {
    network.check();
    TorchWeights weights = new TorchWeights(seed);
    TorchScope.withoutGradients(
        () ->
            network.denoise(
                TorchOps.inference(weights),
                Tensors.zeros(rows(network, 1)),
                Tensors.zeros(1),
                Conditioning.none(network, 1)));
    return weights;
  }

  /**
   * Weights of a network with the values of an earlier training of it; values that the network does
   * not know, such as an exported graph's constants, are left out.
   */
  static TorchWeights copy(Denoiser network, Map<String, ParameterValue> values) {
    TorchWeights weights = fresh(network, 0);
    Map<String, ParameterValue> known = new LinkedHashMap<>(values);
    known.keySet().retainAll(weights.values().keySet());
    weights.load(known);
    return weights;
  }

  /** The shape of so many samples. */
  static long[] rows(Denoiser network, long count) {
    long[] shape = new long[network.sampleShape().size() + 1];
    shape[0] = count;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = network.sampleShape().get(i - 1);
    }
    return shape;
  }

  long[] rows(long count) {
    return rows(network, count);
  }

  /** A batch's conditions, some samples' dropped. */
  Map<String, Tensor> dropped(Batch batch, Step step) {
    return Conditioning.dropped(
        network, batch.conditions(), (int) batch.size(), options.dropout(), step.random());
  }

  /** The prediction to learn from. */
  Tensor predict(Tensor x, Tensor time, Map<String, Tensor> conditions) {
    return network.denoise(TorchOps.training(weights), x, time, conditions);
  }

  /** One step down the gradient of a loss; the average follows. */
  Map<String, Double> descend(Tensor loss, Step step) {
    options.descent().step(optimizer, loss, average, weights, step);
    return Map.of("loss", (double) loss.item_float());
  }

  /** The averaged network's prediction under guidance. */
  Tensor guided(Tensor x, Tensor time, Map<String, Tensor> conditions, double strength) {
    return guided(network, average, x, time, conditions, strength);
  }

  /**
   * The guided prediction m_none + strength (m_c - m_none) (Ho and Salimans 2022), in one call on
   * twice the rows; in one on the rows alone where the network takes no conditions.
   */
  static Tensor guided(
      Denoiser network,
      TorchWeights weights,
      Tensor x,
      Tensor time,
      Map<String, Tensor> conditions,
      double strength) {
    long count = x.size(0);
    Map<String, Tensor> none = Conditioning.none(network, Math.toIntExact(count));
    if (none.isEmpty()) {
      return network.denoise(TorchOps.inference(weights), x, time, none);
    }
    Tensor both =
        network.denoise(
            TorchOps.inference(weights),
            torch.cat(new TensorVector(x, x), 0),
            torch.cat(new TensorVector(time, time), 0),
            Conditioning.joined(Conditioning.taken(network, conditions), none));
    Tensor conditional = both.narrow(0, 0, count);
    Tensor free = both.narrow(0, count, count);
    return free.add(conditional.sub(free).mul(new Scalar(strength)));
  }

  /** The weights that gradients move. */
  TorchWeights trained() {
    return weights;
  }

  /** The averaged weights, which are exported. */
  TorchWeights average() {
    return average;
  }

  /** What a checkpoint must hold. */
  Map<String, TorchWeights> weights() {
    return Map.of("weights", weights, "average", average);
  }

  /** What a checkpoint must hold. */
  Map<String, WeightOptimizer> optimizers() {
    return Map.of("optimizer", optimizer);
  }

  @Override
  public void close() {
    optimizer.close();
    weights.close();
    average.close();
  }
}
