package dev.kiln.export.ops;

import static dev.kiln.export.ops.Initializer.normal;

import dev.kiln.export.ops.shape.Dims;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One operation of a random network.
 *
 * @param name which
 * @param place where its parameters stand
 * @param first the value that it takes
 * @param second another value, for operations of two
 * @param dims the shape of the first
 * @param axis an axis of the first, not the batch
 * @param factor 2 or 3
 */
record RandomStep(
    String name, String place, int first, int second, Dims dims, int axis, int factor) {
  private static final List<String> ANY =
      List.of(
          "relu",
          "leakyRelu",
          "elu",
          "selu",
          "gelu",
          "geluTanh",
          "silu",
          "mish",
          "softplus",
          "tanh",
          "sigmoid",
          "hardSigmoid",
          "hardSwish",
          "prelu",
          "abs",
          "sin",
          "cos",
          "erf",
          "negate",
          "square",
          "sqrt",
          "rsqrt",
          "reciprocal",
          "exp",
          "log",
          "power",
          "clip",
          "scale",
          "shift",
          "softmax",
          "logSoftmax",
          "sum",
          "mean",
          "max",
          "min",
          "product",
          "variance",
          "norm",
          "logSumExp",
          "cumulativeSum",
          "add",
          "subtract",
          "multiply",
          "divide",
          "maximum",
          "minimum",
          "where",
          "matmul",
          "linear",
          "layerNorm",
          "rmsNorm",
          "dropout",
          "reshape",
          "flatten",
          "squeeze",
          "unsqueeze",
          "transpose",
          "expand",
          "expandLike",
          "tile",
          "concat",
          "stack",
          "split",
          "slice",
          "pad",
          "take",
          "gather",
          "positions");

  private static final List<String> SIGNALS =
      List.of(
          "conv1d",
          "convTranspose1d",
          "maxPool1d",
          "averagePool1d",
          "groupNorm",
          "instanceNorm",
          "batchNorm",
          "lstm",
          "gru",
          "selfAttention");

  private static final List<String> IMAGES =
      List.of(
          "conv2d",
          "convTranspose2d",
          "maxPool2d",
          "averagePool2d",
          "adaptiveAveragePool",
          "globalAveragePool",
          "upsampleNearest",
          "upsampleBilinear",
          "resizeNearest",
          "resizeBilinear",
          "pixelShuffle",
          "pixelUnshuffle",
          "padReflect",
          "groupNorm",
          "instanceNorm",
          "batchNorm",
          "attention");

  /** Takes one of the values so far, more often a late one. */
  static RandomStep draw(String place, List<Dims> values, Random random) {
    int first = Math.max(random.nextInt(values.size()), random.nextInt(values.size()));
    Dims dims = values.get(first);
    List<String> names = ANY;
    if (random.nextBoolean() && (dims.rank() == 3 || dims.rank() == 4)) {
      names = dims.rank() == 3 ? SIGNALS : IMAGES;
    }
    int axis = dims.rank() == 1 ? 0 : 1 + random.nextInt(dims.rank() - 1);
    return new RandomStep(
        names.get(random.nextInt(names.size())),
        place,
        first,
        random.nextInt(values.size()),
        dims,
        axis,
        2 + random.nextInt(2));
  }

  <T> T apply(Ops<T> top, List<T> values) {
    return arithmetic(top.in(place), values.get(first), values.get(second));
  }

  private long size(int at) {
    if (at >= dims.rank() || !dims.size(at).known()) {
      throw new NetworkException("there is no known size at " + at);
    }
    return dims.size(at).factor();
  }

  private long last() {
    return size(dims.rank() - 1);
  }

  private long places() {
    long places = 1;
    for (int i = 2; i < dims.rank(); i++) {
      places *= size(i);
    }
    if (places < 4) {
      throw new NetworkException("too few places to normalise over");
    }
    return places;
  }

  private <T> T arithmetic(Ops<T> ops, T x, T y) {
    T above = ops.shift(ops.abs(x), 0.5);
    return switch (name) {
      case "relu" -> ops.relu(x);
      case "leakyRelu" -> ops.leakyRelu(x, 0.1);
      case "elu" -> ops.elu(x);
      case "selu" -> ops.selu(x);
      case "gelu" -> ops.gelu(x);
      case "geluTanh" -> ops.geluTanh(x);
      case "silu" -> ops.silu(x);
      case "mish" -> ops.mish(x);
      case "softplus" -> ops.softplus(x);
      case "tanh" -> ops.tanh(x);
      case "sigmoid" -> ops.sigmoid(x);
      case "hardSigmoid" -> ops.hardSigmoid(x);
      case "hardSwish" -> ops.hardSwish(x);
      case "prelu" -> Layers.prelu(ops, "prelu", x, size(1));
      case "abs" -> ops.abs(x);
      case "sin" -> ops.sin(ops.tanh(x));
      case "cos" -> ops.cos(ops.tanh(x));
      case "erf" -> ops.erf(x);
      case "negate" -> ops.negate(x);
      case "square" -> ops.square(ops.tanh(x));
      case "sqrt" -> ops.sqrt(above);
      case "rsqrt" -> ops.rsqrt(above);
      case "reciprocal" -> ops.reciprocal(above);
      case "exp" -> ops.exp(ops.tanh(x));
      case "log" -> ops.log(above);
      case "power" -> ops.power(ops.clip(above, 0, 4), 1.5);
      case "clip" -> ops.clip(x, -0.75, 1.5);
      case "scale" -> ops.scale(x, -0.7);
      case "shift" -> ops.shift(x, 0.3);
      case "add" -> ops.add(x, y);
      case "subtract" -> ops.subtract(x, y);
      case "multiply" -> ops.multiply(ops.tanh(x), y);
      case "divide" -> ops.divide(y, above);
      case "maximum" -> ops.maximum(x, y);
      case "minimum" -> ops.minimum(x, y);
      case "where" -> {
        T early = ops.less(ops.positions(x, -1), ops.indices(new long[] {3}, 1));
        yield ops.where(early, x, y);
      }
      default -> shaping(ops, x, y);
    };
  }

  private <T> T shaping(Ops<T> ops, T x, T y) {
    return switch (name) {
      case "reshape" -> ops.reshape(x, 0, factor, -1);
      case "flatten" -> ops.flatten(x, 1);
      case "squeeze" -> ops.squeeze(x, axis);
      case "unsqueeze" -> ops.unsqueeze(x, axis);
      case "transpose" -> ops.transpose(x, turned());
      case "expand" -> ops.expand(ops.mean(x, true, axis), expanded());
      case "expandLike" -> ops.expandLike(ops.parameter("p", normal(1), last()), x);
      case "tile" -> ops.tile(x, repeated());
      case "concat" -> ops.concat(axis, List.of(x, y));
      case "stack" -> ops.stack(axis, List.of(x, ops.tanh(x)));
      case "split" -> {
        List<T> parts = ops.split(x, axis, factor);
        yield ops.multiply(parts.get(0), ops.sigmoid(parts.get(1)));
      }
      case "slice" -> ops.slice(x, axis, 1, -1);
      case "pad" -> ops.pad(x, axis, 1, factor, 0.25);
      case "take" -> ops.take(x, axis, ops.indices(new long[] {size(axis) - 1, 0, 0}, 3));
      case "gather" -> {
        T places = ops.toIndices(ops.scale(ops.toFloat(ops.positions(x, -1)), 0.5));
        yield ops.gather(x, -1, ops.toIndices(ops.expandLike(ops.toFloat(places), x)));
      }
      case "positions" -> ops.multiply(x, ops.sin(ops.toFloat(ops.positions(x, -1))));
      default -> reductions(ops, x, y);
    };
  }

  private <T> T reductions(Ops<T> ops, T x, T y) {
    boolean kept = factor == 2;
    return switch (name) {
      case "softmax" -> ops.softmax(x, axis);
      case "logSoftmax" -> ops.logSoftmax(x, axis);
      case "sum" -> ops.sum(ops.tanh(x), kept, axis);
      case "mean" -> ops.mean(x, kept, axis);
      case "max" -> ops.max(x, kept, axis);
      case "min" -> ops.min(x, kept, axis, -1);
      case "product" -> ops.product(ops.tanh(x), kept, axis);
      case "variance" -> ops.variance(ops.tanh(x), kept, axis);
      case "norm" -> ops.norm(x, kept, axis);
      case "logSumExp" -> ops.logSumExp(x, kept, axis);
      case "cumulativeSum" -> ops.cumulativeSum(ops.tanh(x), axis);
      default -> layers(ops, x, y);
    };
  }

  private <T> T layers(Ops<T> ops, T x, T y) {
    long channels = size(1);
    Convolution walk = Convolution.of(factor - 1, 1);
    Pooling window = new Pooling(3, factor, 1);
    return switch (name) {
      case "matmul" -> ops.tanh(ops.matmul(x, y));
      case "linear" -> Layers.linear(ops, "linear", x, last(), 2 + factor);
      case "layerNorm" -> Layers.layerNorm(ops, "norm", x, last());
      case "rmsNorm" -> Layers.rmsNorm(ops, "norm", x, last());
      case "dropout" -> ops.dropout(x, 0.5);
      case "conv1d" -> Layers.conv1d(ops, "conv", x, channels, 4, 3, walk.dilated(factor));
      case "conv2d" -> Layers.conv(ops, "conv", x, channels, 4, 3, walk);
      case "convTranspose1d" -> Layers.convTranspose1d(ops, "conv", x, channels, 3, 4, 2, 1);
      case "convTranspose2d" -> Layers.convTranspose(ops, "conv", x, channels, 3, 4, 2, 1);
      case "maxPool1d" -> ops.maxPool1d(x, window);
      case "averagePool1d" -> ops.averagePool1d(x, window);
      case "maxPool2d" -> ops.maxPool2d(x, window);
      case "averagePool2d" -> ops.averagePool2d(x, window);
      case "groupNorm" -> Layers.groupNorm(ops, "norm", x, places() > 0 ? factor : 1, channels);
      case "instanceNorm" -> Layers.instanceNorm(ops, "norm", x, places() > 0 ? channels : 1);
      case "batchNorm" -> Layers.batchNorm(ops, "norm", x, channels);
      case "lstm" -> Layers.lstm(ops, "lstm", x, last(), 3);
      case "gru" -> Layers.gru(ops, "gru", x, last(), 3);
      case "selfAttention" -> new Attention(last(), factor).self(ops, "self", x, null, factor == 2);
      case "attention" -> ops.attention(x, ops.tanh(x), x, null, factor == 2);
      default -> resampling(ops, x);
    };
  }

  private <T> T resampling(Ops<T> ops, T x) {
    return switch (name) {
      case "adaptiveAveragePool" -> ops.adaptiveAveragePool(x, factor, 2);
      case "globalAveragePool" -> ops.globalAveragePool(x);
      case "upsampleNearest" -> ops.upsampleNearest(x, factor);
      case "upsampleBilinear" -> ops.upsampleBilinear(x, factor);
      case "resizeNearest" -> ops.resizeNearest(x, 2 + factor, 5);
      case "resizeBilinear" -> ops.resizeBilinear(x, 5, 2 + factor);
      case "pixelShuffle" -> ops.pixelShuffle(x, 2);
      case "pixelUnshuffle" -> ops.pixelUnshuffle(x, factor);
      case "padReflect" -> ops.padReflect(x, 1);
      default -> throw new AssertionError("no step " + name);
    };
  }

  /** The batch first, the other axes the other way round. */
  private long[] turned() {
    long[] order = new long[dims.rank()];
    for (int i = 1; i < order.length; i++) {
      order[i] = (long) order.length - i;
    }
    return order;
  }

  private long[] expanded() {
    long[] shape = new long[dims.rank()];
    Arrays.fill(shape, -1);
    shape[axis] = factor;
    return shape;
  }

  private long[] repeated() {
    long[] repeats = new long[dims.rank()];
    Arrays.fill(repeats, 1);
    repeats[axis] = factor;
    return repeats;
  }

  @Override
  public String toString() {
    return name + dims;
  }
}
