package dev.kiln.export.ops;

import java.util.List;

/**
 * The operations that a network may use.
 *
 * <p>A network is a generic method over this interface, so the graph that is trained and the graph
 * that is exported are one piece of code. {@code T} is a tensor when PyTorch runs the network
 * ({@code TorchOps}) and the name of a value when ONNX nodes are written ({@code OnnxOps}). Images
 * are [N, C, H, W]; the first dimension is the batch and may have any size, so no operation takes
 * it as a number.
 *
 * @param <T> a value in the graph
 */
public interface Ops<T> {

  // Weights

  /**
   * The trained parameter of that name, made by the initializer when it is asked for the first
   * time.
   */
  T parameter(String name, Initializer initializer, long... shape);

  /**
   * State that is kept with the weights but not trained by gradients, such as running statistics.
   */
  T buffer(String name, double initial, long... shape);

  /** Fixed values, row-major. */
  T constant(float[] values, long... shape);

  // Arithmetic, with broadcasting as in NumPy

  T add(T a, T b);

  T subtract(T a, T b);

  T multiply(T a, T b);

  /** Every value times a number. */
  T scale(T x, double factor);

  /** Every value plus a number. */
  T shift(T x, double amount);

  T exp(T x);

  T sin(T x);

  T cos(T x);

  /** Product of the last two dimensions, batched over those before. */
  T matmul(T a, T b);

  /** The mean over some axes, which are kept with size 1 or dropped. */
  T mean(T x, boolean keepDimensions, long... axes);

  // Shapes

  /** New shape: 0 keeps the dimension at that place, -1 takes what is left. */
  T reshape(T x, long... shape);

  /** Reorders the dimensions. */
  T transpose(T x, long... order);

  T concat(long axis, List<T> parts);

  /** The range from {@code start} (inclusive) to {@code end} (exclusive) of an axis. */
  T slice(T x, long axis, long start, long end);

  // Activations

  T relu(T x);

  T leakyRelu(T x, double slope);

  /** x * sigmoid(x), also called swish. */
  T silu(T x);

  T tanh(T x);

  T sigmoid(T x);

  T softmax(T x, long axis);

  // Layers, given their weights

  /** x [N, in] times weight [out, in] transposed, plus bias [out]. */
  T linear(T x, T weight, T bias);

  /** Rows of table [count, width], looked up by indices [N] of type int64. */
  T embedding(T indices, T table);

  /** Convolution; weight [out, in, k, k], bias [out]. */
  T conv2d(T x, T weight, T bias, long stride, long padding);

  /** Transposed convolution; weight [in, out, k, k], bias [out]. */
  T convTranspose2d(T x, T weight, T bias, long stride, long padding);

  /**
   * Batch normalisation over channels. While training it uses the batch's statistics and updates
   * the running ones; otherwise, and in the export, it uses the running ones.
   */
  T batchNorm(T x, T weight, T bias, T runningMean, T runningVariance);

  /** Group normalisation (Wu and He 2018) of [N, C, H, W], epsilon 1e-5, weight and bias [C]. */
  T groupNorm(T x, long groups, T weight, T bias);

  /** Repeats each pixel {@code factor} times in both directions. */
  T upsampleNearest(T x, long factor);

  /** Mean of each {@code size} by {@code size} tile. */
  T averagePool(T x, long size);

  /** Largest value of each {@code size} by {@code size} tile. */
  T maxPool(T x, long size);
}
