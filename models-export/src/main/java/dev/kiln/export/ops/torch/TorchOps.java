package dev.kiln.export.ops.torch;

import dev.kiln.export.ops.Initializer;
import dev.kiln.export.ops.Ops;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Runs a network on PyTorch.
 *
 * <p>Tensors belong to the caller's {@code PointerScope}; weights to the {@link TorchWeights}. Not
 * safe for several threads.
 */
public final class TorchOps
    implements Ops<Tensor>,
        TorchArithmetic,
        TorchReductions,
        TorchShaping,
        TorchActivations,
        TorchProjections,
        TorchResampling,
        TorchSequences {
  private static final double EPSILON = 1e-5;
  private static final double MOMENTUM = 0.1;

  private final TorchWeights weights;
  private final boolean training;
  private final String prefix;

  private TorchOps(TorchWeights weights, boolean training, String prefix) {
    this.weights = weights;
    this.training = training;
    this.prefix = prefix;
  }

  /** For training: batch norm uses and updates statistics of the batch, dropout drops. */
  public static TorchOps training(TorchWeights weights) {
    return new TorchOps(weights, true, "");
  }

  /** For sampling: batch norm uses the running statistics, dropout is off, as in the export. */
  public static TorchOps inference(TorchWeights weights) {
    return new TorchOps(weights, false, "");
  }

  @Override
  public TorchOps in(String place) {
    return new TorchOps(weights, training, prefix + place + ".");
  }

  @Override
  public Tensor parameter(String name, Initializer initializer, long... shape) {
    return weights.parameter(prefix + name, initializer, shape);
  }

  @Override
  public Tensor buffer(String name, double initial, long... shape) {
    return weights.buffer(prefix + name, initial, shape);
  }

  @Override
  public Tensor constant(float[] values, long... shape) {
    return Tensors.of(values, shape);
  }

  @Override
  public Tensor indices(long[] values, long... shape) {
    return Tensors.of(values, shape);
  }

  @Override
  public Tensor batchNorm(
      Tensor x, Tensor weight, Tensor bias, Tensor runningMean, Tensor runningVariance) {
    return batchNorm(x, weight, bias, runningMean, runningVariance, training);
  }

  @Override
  public Tensor batchNormOfBatch(Tensor x, Tensor weight, Tensor bias) {
    return batchNorm(x, weight, bias, null, null, true);
  }

  private static Tensor batchNorm(
      Tensor x,
      Tensor weight,
      Tensor bias,
      @Nullable Tensor mean,
      @Nullable Tensor variance,
      boolean ofBatch) {
    return torch.batch_norm(
        x,
        new TensorOptional(weight),
        new TensorOptional(bias),
        TorchValues.optional(mean),
        TorchValues.optional(variance),
        ofBatch,
        MOMENTUM,
        EPSILON,
        false);
  }

  @Override
  public Tensor layerNorm(Tensor x, Tensor weight, Tensor bias) {
    return torch.layer_norm(
        x, weight.shape(), new TensorOptional(weight), new TensorOptional(bias), EPSILON, false);
  }

  @Override
  public Tensor groupNorm(Tensor x, long groups, Tensor weight, Tensor bias) {
    return torch.group_norm(
        x, groups, new TensorOptional(weight), new TensorOptional(bias), EPSILON, false);
  }

  @Override
  public Tensor instanceNorm(Tensor x, Tensor weight, Tensor bias) {
    return torch.instance_norm(
        x,
        new TensorOptional(weight),
        new TensorOptional(bias),
        new TensorOptional(),
        new TensorOptional(),
        true,
        MOMENTUM,
        EPSILON,
        false);
  }

  @Override
  public Tensor rmsNorm(Tensor x, Tensor weight) {
    return torch.rms_norm(
        x, weight.shape(), new TensorOptional(weight), new DoubleOptional(EPSILON));
  }

  @Override
  public Tensor dropout(Tensor x, double probability) {
    return training ? dropoutAlways(x, probability) : x;
  }

  @Override
  public Tensor dropoutAlways(Tensor x, double probability) {
    return torch.dropout(x, probability, true);
  }
}
