package dev.kiln.export.ops.torch;

import dev.kiln.export.ops.Initializer;
import dev.kiln.export.ops.ParameterValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Named parameters and buffers of one network as PyTorch tensors, in the order in which the network
 * asked for them.
 *
 * <p>Each parameter's starting values depend on the seed and its own name only. Not safe for
 * several threads. Close when done: the tensors live outside the Java heap.
 */
public final class TorchWeights implements AutoCloseable {
  private final long seed;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Set<String> trained = new LinkedHashSet<>();

  /** No weights yet; they are drawn from the seed when a network asks for them. */
  public TorchWeights(long seed) {
    this.seed = seed;
  }

  Tensor parameter(String name, Initializer initializer, long... shape) {
    Tensor known = tensors.get(name);
    if (known == null) {
      known = keep(name, draw(name, initializer, shape), shape);
      known.set_requires_grad(true);
      trained.add(name);
    }
    return checked(name, known, shape);
  }

  Tensor buffer(String name, double initial, long... shape) {
    Tensor known = tensors.get(name);
    if (known == null) {
      known = keep(name, draw(name, Initializer.constant(initial), shape), shape);
    }
    return checked(name, known, shape);
  }

  private float[] draw(String name, Initializer initializer, long... shape) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L + name.hashCode());
    float[] values = new float[Math.toIntExact(ParameterValue.count(shape))];
    for (int i = 0; i < values.length; i++) {
      values[i] = initializer.next(random);
    }
    return values;
  }

  private Tensor keep(String name, float[] values, long... shape) {
    Tensor tensor = Tensors.of(values, shape);
    tensor.retainReference(); // outlives the scope of the step in which it is made
    tensors.put(name, tensor);
    return tensor;
  }

  private static Tensor checked(String name, Tensor tensor, long... shape) {
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw new IllegalArgumentException(
          "parameter "
              + name
              + " has shape "
              + Arrays.toString(tensor.shape())
              + ", the network asks for "
              + Arrays.toString(shape));
    }
    return tensor;
  }

  private Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("there is no parameter " + name);
    }
    return tensor;
  }

  /** The parameters that gradients train, for an optimizer. */
  public TensorVector trained() {
    TensorVector vector = new TensorVector();
    trained.forEach(name -> vector.push_back(get(name)));
    return vector;
  }

  /** How many numbers gradients train. */
  public long size() {
    return trained.stream().mapToLong(name -> get(name).numel()).sum();
  }

  /** The shape of every parameter and buffer, in order. */
  public Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return shapes;
  }

  /** The trained parameters' names, in order. */
  public List<String> trainedNames() {
    return new ArrayList<>(trained);
  }

  /** The gradient of a parameter from the last backward pass, or null if it had none. */
  public float @Nullable [] gradient(String name) {
    Tensor gradient = get(name).grad();
    return gradient.defined() ? TorchValues.floats(gradient) : null;
  }

  /** A copy of all values, buffers included. */
  public Map<String, ParameterValue> values() {
    Map<String, ParameterValue> values = new LinkedHashMap<>();
    tensors.forEach(
        (name, t) -> values.put(name, new ParameterValue(t.shape(), TorchValues.floats(t))));
    return values;
  }

  /**
   * Takes over values of the same names and shapes; names not seen before become buffers or, if the
   * network asks for them later as parameters, are trained from here.
   */
  public void load(Map<String, ParameterValue> values) {
    TorchScope.withoutGradients(
        () ->
            values.forEach(
                (name, value) -> {
                  Tensor known = tensors.get(name);
                  if (known == null) {
                    throw new IllegalArgumentException("the network has no parameter " + name);
                  }
                  checked(name, known, value.shape())
                      .copy_(Tensors.of(value.values(), value.shape()));
                }));
    for (String name : tensors.keySet()) {
      if (!values.containsKey(name)) {
        throw new IllegalArgumentException("the loaded weights lack the parameter " + name);
      }
    }
  }

  /**
   * Moves every value a fraction of the way to the other's (an exponential average); buffers are
   * copied.
   */
  public void moveTowards(TorchWeights other, double fraction) {
    TorchScope.withoutGradients(
        () ->
            tensors.forEach(
                (name, tensor) -> {
                  Tensor target = other.get(name);
                  if (trained.contains(name)) {
                    tensor.lerp_(target, new Scalar(fraction));
                  } else {
                    tensor.copy_(target);
                  }
                }));
  }

  /**
   * Scales the gradients so that their joint norm is at most {@code limit}; returns the norm
   * before.
   */
  public double clipGradients(double limit) {
    return torch.clip_grad_norm_(trained(), limit);
  }

  @Override
  public void close() {
    tensors.values().forEach(Tensor::close);
    tensors.clear();
    trained.clear();
  }
}
