package dev.kiln.export.ops;

import static dev.kiln.export.ops.Initializer.normal;

import java.util.List;

/**
 * A case for every operation, by its name; a colon sets further cases of the same operation apart.
 *
 * <p>x is [N, 4, 6, 6]; tokens is [N, 5], whole numbers below 7.
 */
final class OperationCases {
  /** Cases beyond one for each operation. */
  static final List<String> FURTHER =
      List.of(
          "add:batch",
          "mean:kept",
          "slice:negative",
          "slice:toTheEnd",
          "linear:rank2",
          "linear:withoutBias",
          "conv2d:strided",
          "conv2d:grouped",
          "conv2d:dilated",
          "conv2d:withoutBias",
          "convTranspose2d:longer",
          "convTranspose2d:grouped",
          "averagePool2d:padded",
          "maxPool2d:padded",
          "adaptiveAveragePool:uneven",
          "resizeNearest:uneven",
          "resizeNearest:smaller",
          "pixelUnshuffle:grey",
          "attention:causal",
          "attention:masked",
          "attention:maskedCausal",
          "attention:nothingSeen",
          "attention:layer",
          "attention:cross",
          "embedding:row",
          "batchNorm:vectors",
          "groupNorm:signal",
          "instanceNorm:signal",
          "prelu:vectors",
          "clip:wide",
          "positions:batch",
          "toIndices:truth",
          "positions:tokens");

  private OperationCases() {}

  static <T> T apply(String name, Ops<T> ops, T x, T tokens) {
    return switch (name) {
      // Weights and places
      case "in" -> Layers.conv(ops.in("up1"), "conv0", x, 4, 3, 3);
      case "parameter" -> ops.add(x, ops.parameter("p", normal(1), 6));
      case "buffer" -> ops.subtract(x, ops.buffer("b", 0.5, 4, 1, 1));
      case "constant" -> ops.multiply(x, ops.constant(new float[] {1, 2, 3, 4, 5, 6}, 6, 1));
      case "indices" -> ops.take(x, 3, ops.indices(new long[] {5, 0, 3, 3}, 2, 2));
      default -> arithmetic(name, ops, x, tokens);
    };
  }

  private static <T> T arithmetic(String name, Ops<T> ops, T x, T tokens) {
    return switch (name) {
      case "add" -> ops.add(x, other(ops));
      case "add:batch" -> ops.add(x, ops.mean(x, true, 1, 2, 3));
      case "subtract" -> ops.subtract(other(ops), x);
      case "multiply" -> ops.multiply(x, other(ops));
      case "divide" -> ops.divide(other(ops), ops.shift(ops.abs(x), 0.5));
      case "maximum" -> ops.maximum(x, other(ops));
      case "minimum" -> ops.minimum(x, other(ops));
      case "scale" -> ops.scale(x, -0.3);
      case "shift" -> ops.shift(x, 1.25);
      case "power" -> ops.power(ops.shift(ops.abs(x), 0.1), 1.7);
      case "clip" -> ops.clip(x, -0.5, 0.75);
      case "clip:wide" -> ops.clip(x, -100, 100);
      case "negate" -> ops.negate(x);
      case "abs" -> ops.abs(x);
      case "sign" -> ops.sign(ops.relu(x));
      case "square" -> ops.square(x);
      case "sqrt" -> ops.sqrt(ops.abs(x));
      case "rsqrt" -> ops.rsqrt(ops.shift(ops.abs(x), 0.1));
      case "reciprocal" -> ops.reciprocal(ops.shift(ops.abs(x), 0.1));
      case "exp" -> ops.exp(x);
      case "log" -> ops.log(ops.shift(ops.abs(x), 0.1));
      case "sin" -> ops.sin(x);
      case "cos" -> ops.cos(x);
      case "erf" -> ops.erf(x);
      case "floor" -> ops.floor(ops.scale(x, 3));
      case "round" -> ops.round(ops.scale(ops.toFloat(tokens), 0.5));
      case "greater" -> ops.greater(x, other(ops));
      case "less" -> ops.less(x, other(ops));
      case "equal" -> ops.equal(tokens, ops.indices(new long[] {3}, 1));
      case "and" -> ops.and(ops.greater(x, other(ops)), ops.less(x, ops.abs(other(ops))));
      case "or" -> ops.or(ops.greater(x, other(ops)), ops.less(x, ops.negate(ops.abs(other(ops)))));
      case "not" -> ops.not(ops.greater(x, other(ops)));
      case "where" -> ops.where(ops.greater(x, other(ops)), x, other(ops));
      case "toFloat" -> ops.toFloat(tokens);
      case "toIndices" -> ops.toIndices(ops.scale(x, 3));
      case "toIndices:truth" -> ops.toIndices(ops.greater(x, other(ops)));
      default -> reductions(name, ops, x, tokens);
    };
  }

  private static <T> T reductions(String name, Ops<T> ops, T x, T tokens) {
    return switch (name) {
      case "sum" -> ops.sum(x, false, 1, 3);
      case "mean" -> ops.mean(x, false, 2, 3);
      case "mean:kept" -> ops.subtract(x, ops.mean(x, true, -1));
      case "max" -> ops.max(x, false, 2);
      case "min" -> ops.min(x, true, 1, -1);
      case "product" -> ops.product(x, false, 2);
      case "variance" -> ops.variance(x, false, 1, 2);
      case "norm" -> ops.norm(x, true, 1);
      case "logSumExp" -> ops.logSumExp(ops.scale(x, 40), false, 3);
      case "argMax" -> ops.argMax(x, false, 1);
      case "argMin" -> ops.argMin(x, true, -1);
      case "cumulativeSum" -> ops.cumulativeSum(x, 2);
      default -> shaping(name, ops, x, tokens);
    };
  }

  private static <T> T shaping(String name, Ops<T> ops, T x, T tokens) {
    return switch (name) {
      case "reshape" -> ops.reshape(x, 0, 2, -1, 3);
      case "flatten" -> ops.flatten(x, 2);
      case "squeeze" -> ops.squeeze(ops.mean(x, true, 2), 2);
      case "unsqueeze" -> ops.unsqueeze(x, -1);
      case "transpose" -> ops.transpose(x, 0, 3, 1, 2);
      case "expand" -> ops.expand(ops.mean(x, true, 2), -1, 4, 5, -1);
      case "expandLike" -> ops.expandLike(ops.parameter("token", normal(1), 1, 6), x);
      case "tile" -> ops.tile(x, 1, 2, 1, 3);
      case "concat" -> ops.concat(1, List.of(x, ops.sin(x), ops.slice(x, 1, 0, 2)));
      case "stack" -> ops.stack(2, List.of(x, ops.cos(x)));
      case "split" -> ops.subtract(ops.split(x, 1, 2).get(0), ops.split(x, 1, 2).get(1));
      case "slice" -> ops.slice(x, 1, 1, 3);
      case "slice:negative" -> ops.slice(x, -1, -4, -1);
      case "slice:toTheEnd" -> ops.slice(x, 2, 2, Shaping.END);
      case "pad" -> ops.pad(x, -2, 1, 2, 0.5);
      case "padReflect" -> ops.padReflect(x, 2);
      case "take" -> ops.take(x, 2, ops.indices(new long[] {5, 0, 0}, 3));
      case "gather" -> ops.gather(x, 1, ops.argMax(x, true, 1));
      case "oneHot" -> ops.oneHot(tokens, 7);
      case "positions" -> ops.add(x, ops.toFloat(ops.positions(x, 3)));
      case "positions:batch" -> ops.toFloat(ops.positions(x, 0));
      case "positions:tokens" -> {
        T places = ops.embedding(ops.positions(tokens, 1), table(ops, 5, 3));
        yield ops.add(ops.unsqueeze(ops.toFloat(tokens), 2), places);
      }
      default -> activations(name, ops, x, tokens);
    };
  }

  private static <T> T activations(String name, Ops<T> ops, T x, T tokens) {
    T wide = ops.scale(x, 3);
    return switch (name) {
      case "relu" -> ops.relu(x);
      case "leakyRelu" -> ops.leakyRelu(x, 0.2);
      case "prelu" -> ops.prelu(x, ops.parameter("slope", normal(1), 4));
      case "prelu:vectors" ->
          ops.prelu(ops.reshape(x, 0, -1), ops.parameter("slope", normal(1), 144));
      case "elu" -> ops.elu(wide);
      case "selu" -> ops.selu(wide);
      case "gelu" -> ops.gelu(wide);
      case "geluTanh" -> ops.geluTanh(wide);
      case "silu" -> ops.silu(wide);
      case "mish" -> ops.mish(wide);
      case "softplus" -> ops.softplus(wide);
      case "tanh" -> ops.tanh(x);
      case "sigmoid" -> ops.sigmoid(wide);
      case "hardSigmoid" -> ops.hardSigmoid(wide);
      case "hardSwish" -> ops.hardSwish(wide);
      case "softmax" -> ops.softmax(wide, 1);
      case "logSoftmax" -> ops.logSoftmax(wide, -1);
      default -> projections(name, ops, x, tokens);
    };
  }

  private static <T> T projections(String name, Ops<T> ops, T x, T tokens) {
    T signal = ops.reshape(x, 0, 4, -1);
    Convolution strided = Convolution.of(2, 1);
    return switch (name) {
      case "matmul" -> ops.matmul(x, ops.transpose(x, 0, 1, 3, 2));
      case "linear" -> Layers.linear(ops, "l", x, 6, 5);
      case "linear:rank2" -> Layers.linear(ops, "l", ops.reshape(x, 0, -1), 144, 5);
      case "linear:withoutBias" -> ops.linear(x, ops.parameter("w", normal(1), 3, 6), null);
      case "conv1d" -> Layers.conv1d(ops, "c", signal, 4, 6, 3, strided.dilated(2).grouped(2));
      case "conv2d" -> Layers.conv(ops, "c", x, 4, 8, 3);
      case "conv2d:strided" -> Layers.conv(ops, "c", x, 4, 3, 3, 2, 1);
      case "conv2d:grouped" -> Layers.conv(ops, "c", x, 4, 6, 3, Convolution.same(3).grouped(2));
      case "conv2d:dilated" -> Layers.conv(ops, "c", x, 4, 2, 3, Convolution.of(1, 2).dilated(2));
      case "conv2d:withoutBias" ->
          ops.conv2d(x, ops.parameter("w", normal(1), 2, 4, 1, 1), null, 1, 0);
      case "convTranspose1d" -> Layers.convTranspose1d(ops, "c", signal, 4, 3, 4, 2, 1);
      case "convTranspose2d" -> Layers.convTranspose(ops, "c", x, 4, 3, 4, 2, 1);
      case "convTranspose2d:longer" ->
          ops.convTranspose2d(
              x, ops.parameter("w", normal(1), 4, 3, 3, 3), null, strided.longer(1));
      case "convTranspose2d:grouped" ->
          ops.convTranspose2d(
              x,
              ops.parameter("w", normal(1), 4, 3, 3, 3),
              ops.parameter("b", normal(1), 6),
              strided.grouped(2));
      default -> resampling(name, ops, x, tokens);
    };
  }

  private static <T> T resampling(String name, Ops<T> ops, T x, T tokens) {
    T signal = ops.reshape(x, 0, 4, -1);
    Pooling padded = new Pooling(3, 2, 1);
    return switch (name) {
      case "maxPool" -> ops.maxPool(x, 2);
      case "maxPool1d" -> ops.maxPool1d(signal, padded);
      case "maxPool2d" -> ops.maxPool2d(x, Pooling.tiles(3));
      case "maxPool2d:padded" -> ops.maxPool2d(x, padded);
      case "averagePool" -> ops.averagePool(x, 2);
      case "averagePool1d" -> ops.averagePool1d(signal, padded);
      case "averagePool2d" -> ops.averagePool2d(x, new Pooling(2, 1, 0));
      case "averagePool2d:padded" -> ops.averagePool2d(x, padded);
      case "adaptiveAveragePool" -> ops.adaptiveAveragePool(x, 3, 2);
      case "adaptiveAveragePool:uneven" -> ops.adaptiveAveragePool(x, 4, 5);
      case "globalAveragePool" -> ops.globalAveragePool(x);
      case "upsampleNearest" -> ops.upsampleNearest(x, 3);
      case "upsampleBilinear" -> ops.upsampleBilinear(x, 2);
      case "resizeNearest" -> ops.resizeNearest(x, 12, 18);
      case "resizeNearest:uneven" -> ops.resizeNearest(x, 10, 7);
      case "resizeNearest:smaller" -> ops.resizeNearest(x, 3, 4);
      case "resizeBilinear" -> ops.resizeBilinear(x, 9, 4);
      case "pixelShuffle" -> ops.pixelShuffle(x, 2);
      case "pixelUnshuffle" -> ops.pixelUnshuffle(x, 3);
      case "pixelUnshuffle:grey" -> ops.pixelUnshuffle(ops.mean(x, true, 1), 2);
      default -> normalisations(name, ops, x, tokens);
    };
  }

  private static <T> T normalisations(String name, Ops<T> ops, T x, T tokens) {
    T signal = ops.reshape(x, 0, 4, -1);
    return switch (name) {
      case "batchNorm" -> ops.batchNorm(x, weight(ops), bias(ops), mean(ops), variance(ops));
      case "batchNorm:vectors" ->
          ops.batchNorm(ops.mean(x, false, 2, 3), weight(ops), bias(ops), mean(ops), variance(ops));
      case "layerNorm" -> ops.layerNorm(x, wide(ops), ops.parameter("shift", normal(1), 6));
      case "groupNorm" -> ops.groupNorm(x, 2, weight(ops), bias(ops));
      case "groupNorm:signal" -> ops.groupNorm(signal, 2, weight(ops), bias(ops));
      case "instanceNorm" -> ops.instanceNorm(x, weight(ops), bias(ops));
      case "instanceNorm:signal" -> ops.instanceNorm(signal, weight(ops), bias(ops));
      case "rmsNorm" -> ops.rmsNorm(x, wide(ops));
      case "dropout" -> ops.dropout(x, 0.5);
      default -> sequences(name, ops, x, tokens);
    };
  }

  private static <T> T sequences(String name, Ops<T> ops, T x, T tokens) {
    T words = ops.embedding(tokens, table(ops, 7, 8));
    Attention heads = new Attention(8, 2);
    return switch (name) {
      case "embedding" -> words;
      case "embedding:row" -> ops.embedding(ops.argMax(x, false, 1), table(ops, 4, 3));
      case "nearest" -> ops.nearest(x, table(ops, 9, 6));
      case "attention" -> ops.attention(x, ops.sin(x), ops.scale(x, 2), null, false);
      case "attention:causal" -> ops.attention(x, ops.sin(x), ops.scale(x, 2), null, true);
      case "attention:masked" -> heads.self(ops, "a", words, above(ops, tokens, 2), false);
      case "attention:maskedCausal" -> heads.self(ops, "a", words, above(ops, tokens, 2), true);
      case "attention:nothingSeen" -> heads.self(ops, "a", words, above(ops, tokens, 7), false);
      case "attention:layer" -> heads.self(ops, "a", words, null, true);
      case "attention:cross" -> {
        T pixels = ops.transpose(ops.reshape(x, 0, 4, -1), 0, 2, 1);
        yield new Attention(4, 2).cross(ops, "a", pixels, words, 8, above(ops, tokens, 2));
      }
      case "lstm" -> Layers.lstm(ops, "l", words, 8, 5);
      case "gru" -> Layers.gru(ops, "l", words, 8, 5);
      default -> throw new AssertionError("no case for the operation " + name);
    };
  }

  private static <T> T table(Ops<T> ops, long count, long width) {
    return ops.parameter("table" + count, normal(1), count, width);
  }

  private static <T> T other(Ops<T> ops) {
    return ops.parameter("other", normal(1), 4, 6, 1);
  }

  private static <T> T weight(Ops<T> ops) {
    return ops.parameter("weight", normal(1), 4);
  }

  private static <T> T bias(Ops<T> ops) {
    return ops.parameter("bias", normal(1), 4);
  }

  private static <T> T wide(Ops<T> ops) {
    return ops.parameter("wide", normal(1), 6);
  }

  private static <T> T mean(Ops<T> ops) {
    return ops.buffer("mean", 0.3, 4);
  }

  private static <T> T variance(Ops<T> ops) {
    return ops.buffer("variance", 2, 4);
  }

  private static <T> T above(Ops<T> ops, T tokens, long limit) {
    return ops.greater(tokens, ops.indices(new long[] {limit}, 1));
  }
}
