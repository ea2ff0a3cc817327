package dev.kiln.export.ops.torch;

import dev.kiln.export.ops.Initializer;
import dev.kiln.export.ops.Ops;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Runs a network on PyTorch.
 *
 * <p>Tensors belong to the caller's {@code PointerScope}; weights to the {@link TorchWeights}. Not
 * safe for several threads.
 */
public final class TorchOps implements Ops<Tensor> {
  private static final double EPSILON = 1e-5;
  private static final double MOMENTUM = 0.1;

  private final TorchWeights weights;
  private final boolean training;

  private TorchOps(TorchWeights weights, boolean training) {
    this.weights = weights;
    this.training = training;
  }

  /** For training: batch norm uses and updates statistics of the batch. */
  public static TorchOps training(TorchWeights weights) {
    return new TorchOps(weights, true);
  }

  /** For sampling: batch norm uses the running statistics, as the export does. */
  public static TorchOps inference(TorchWeights weights) {
    return new TorchOps(weights, false);
  }

  @Override
  public Tensor parameter(String name, Initializer initializer, long... shape) {
    return weights.parameter(name, initializer, shape);
  }

  @Override
  public Tensor buffer(String name, double initial, long... shape) {
    return weights.buffer(name, initial, shape);
  }

  @Override
  public Tensor constant(float[] values, long... shape) {
    return Tensor.create(values, shape);
  }

  @Override
  public Tensor add(Tensor a, Tensor b) {
    return a.add(b);
  }

  @Override
  public Tensor subtract(Tensor a, Tensor b) {
    return a.sub(b);
  }

  @Override
  public Tensor multiply(Tensor a, Tensor b) {
    return a.mul(b);
  }

  @Override
  public Tensor scale(Tensor x, double factor) {
    return x.mul(new Scalar(factor));
  }

  @Override
  public Tensor shift(Tensor x, double amount) {
    return x.add(new Scalar(amount));
  }

  @Override
  public Tensor exp(Tensor x) {
    return x.exp();
  }

  @Override
  public Tensor sin(Tensor x) {
    return x.sin();
  }

  @Override
  public Tensor cos(Tensor x) {
    return x.cos();
  }

  @Override
  public Tensor matmul(Tensor a, Tensor b) {
    return a.matmul(b);
  }

  @Override
  public Tensor mean(Tensor x, boolean keepDimensions, long... axes) {
    return torch.mean(x, axes, keepDimensions, new ScalarTypeOptional());
  }

  @Override
  public Tensor reshape(Tensor x, long... shape) {
    long[] sizes = shape.clone();
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = sizes[i] == 0 ? x.size(i) : sizes[i];
    }
    return x.reshape(sizes);
  }

  @Override
  public Tensor transpose(Tensor x, long... order) {
    return x.permute(order);
  }

  @Override
  public Tensor concat(long axis, List<Tensor> parts) {
    return torch.cat(new TensorVector(parts.toArray(Tensor[]::new)), axis);
  }

  @Override
  public Tensor slice(Tensor x, long axis, long start, long end) {
    return x.slice(axis, new LongOptional(start), new LongOptional(end), 1);
  }

  @Override
  public Tensor relu(Tensor x) {
    return torch.relu(x);
  }

  @Override
  public Tensor leakyRelu(Tensor x, double slope) {
    return torch.leaky_relu(x, new Scalar(slope));
  }

  @Override
  public Tensor silu(Tensor x) {
    return torch.silu(x);
  }

  @Override
  public Tensor tanh(Tensor x) {
    return torch.tanh(x);
  }

  @Override
  public Tensor sigmoid(Tensor x) {
    return torch.sigmoid(x);
  }

  @Override
  public Tensor softmax(Tensor x, long axis) {
    return torch.softmax(x, axis);
  }

  @Override
  public Tensor linear(Tensor x, Tensor weight, Tensor bias) {
    return torch.linear(x, weight, bias);
  }

  @Override
  public Tensor embedding(Tensor indices, Tensor table) {
    return torch.embedding(table, indices);
  }

  @Override
  public Tensor conv2d(Tensor x, Tensor weight, Tensor bias, long stride, long padding) {
    return torch.conv2d(
        x, weight, new TensorOptional(bias), both(stride), both(padding), both(1), 1);
  }

  @Override
  public Tensor convTranspose2d(Tensor x, Tensor weight, Tensor bias, long stride, long padding) {
    return torch.conv_transpose2d(
        x, weight, new TensorOptional(bias), both(stride), both(padding), both(0), 1, both(1));
  }

  @Override
  public Tensor batchNorm(
      Tensor x, Tensor weight, Tensor bias, Tensor runningMean, Tensor runningVariance) {
    return torch.batch_norm(
        x,
        new TensorOptional(weight),
        new TensorOptional(bias),
        new TensorOptional(runningMean),
        new TensorOptional(runningVariance),
        training,
        MOMENTUM,
        EPSILON,
        false);
  }

  @Override
  public Tensor groupNorm(Tensor x, long groups, Tensor weight, Tensor bias) {
    return torch.group_norm(
        x, groups, new TensorOptional(weight), new TensorOptional(bias), EPSILON, false);
  }

  @Override
  public Tensor upsampleNearest(Tensor x, long factor) {
    return torch.upsample_nearest2d(x, x.size(2) * factor, x.size(3) * factor);
  }

  @Override
  public Tensor averagePool(Tensor x, long size) {
    return torch.avg_pool2d(x, both(size), both(size), both(0), false, true, new LongOptional());
  }

  @Override
  public Tensor maxPool(Tensor x, long size) {
    return torch.max_pool2d(x, both(size), both(size), both(0), both(1), false);
  }

  private static long[] both(long value) {
    return new long[] {value, value};
  }
}
