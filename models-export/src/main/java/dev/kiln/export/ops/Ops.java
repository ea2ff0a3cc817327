package dev.kiln.export.ops;

/**
 * The operations that a network may use.
 *
 * <p>A network is a generic method over this interface, so the graph that is trained and the graph
 * that is exported are one piece of code. {@code T} is a tensor when PyTorch runs the network
 * ({@code TorchOps}), the name of a value when ONNX nodes are written ({@code OnnxOps}), and a
 * shape when a network is only checked ({@code ShapeOps}). Images are [N, C, H, W], signals [N, C,
 * L], sequences [N, L, C]; the first dimension is the batch and may have any size, so no operation
 * takes it as a number. An axis may be counted from the end: -1 is the last.
 *
 * <p>What cannot be, such as a weight that takes other channels than its input has, is a {@link
 * NetworkException} that names the operation and its place.
 *
 * @param <T> a value in the graph
 */
public interface Ops<T>
    extends Arithmetic<T>,
        Reductions<T>,
        Shaping<T>,
        Activations<T>,
        Projections<T>,
        Resampling<T>,
        Normalisations<T>,
        Sequences<T> {

  /**
   * The same operations at a place below this one: parameters and nodes are named after it, and
   * errors say it. {@code ops.in("up1").in("conv0").parameter("weight", ...)} is {@code
   * ops.parameter("up1.conv0.weight", ...)}.
   */
  Ops<T> in(String place);

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

  /** Fixed whole numbers (int64), row-major: indices, or what to compare indices with. */
  T indices(long[] values, long... shape);
}
