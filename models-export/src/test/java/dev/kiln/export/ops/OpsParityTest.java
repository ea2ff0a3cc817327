package dev.kiln.export.ops;

import static dev.kiln.export.ops.Initializer.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.kiln.export.export.OnnxModel;
import dev.kiln.export.export.ParityGate;
import dev.kiln.export.nets.Network;
import dev.kiln.export.nets.Port;
import dev.kiln.export.ops.torch.TorchRun;
import dev.kiln.export.ops.torch.TorchWeights;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation computes the same on PyTorch and, as written, in ONNX Runtime. */
class OpsParityTest {

  /** A graph of a few operations on an image [N, 4, 6, 6]. */
  interface Graph {
    <T> T apply(Ops<T> ops, T x);
  }

  private record Wrapped(Graph graph) implements Network {
    @Override
    public List<Port> inputs() {
      return List.of(Port.numbers("x", 4, 6, 6));
    }

    @Override
    public Port output() {
      return Port.numbers("y");
    }

    @Override
    public <T> T apply(Ops<T> ops, List<T> inputs) {
      return ops.reshape(graph.apply(ops, inputs.get(0)), -1);
    }
  }

  static Stream<Arguments> graphs() {
    return Stream.of(
        graph(
            "parameter, add",
            new Graph() {
              @Override
              public <T> T apply(Ops<T> ops, T x) {
                return ops.add(x, ops.parameter("p", normal(1), 6));
              }
            }),
        graph(
            "buffer, subtract",
            new Graph() {
              @Override
              public <T> T apply(Ops<T> ops, T x) {
                return ops.subtract(x, ops.buffer("b", 0.5, 4, 1, 1));
              }
            }),
        graph(
            "constant, multiply",
            new Graph() {
              @Override
              public <T> T apply(Ops<T> ops, T x) {
                return ops.multiply(x, ops.constant(new float[] {1, 2, 3, 4, 5, 6}, 6, 1));
              }
            }),
        graph(
            "scale, shift, exp",
            new Graph() {
              @Override
              public <T> T apply(Ops<T> ops, T x) {
                return ops.exp(ops.shift(ops.scale(x, 0.3), -1.25));
              }
            }),
        graph(
            "sin, cos, concat, slice",
            new Graph() {
              @Override
              public <T> T apply(Ops<T> ops, T x) {
                return ops.slice(ops.concat(1, List.of(ops.sin(x), ops.cos(x))), 1, 2, 7);
              }
            }),
        graph(
            "matmul, transpose, softmax",
            new Graph() {
              @Override
              public <T> T apply(Ops<T> ops, T x) {
                return ops.softmax(ops.matmul(x, ops.transpose(x, 0, 1, 3, 2)), 3);
              }
            }),
        graph(
            "mean, dropped",
            new Graph() {
              @Override
              public <T> T apply(Ops<T> ops, T x) {
                return ops.mean(x, false, 2, 3);
              }
            }),
        graph(
            "mean, kept",
            new Graph() {
              @Override
              public <T> T apply(Ops<T> ops, T x) {
                return ops.subtract(x, ops.mean(x, true, 1));
              }
            }),
        graph(
            "relu, leaky relu",
            new Graph() {
              @Override
              public <T> T apply(Ops<T> ops, T x) {
                return ops.add(ops.relu(x), ops.leakyRelu(ops.scale(x, 2), 0.2));
              }
            }),
        graph(
            "silu, tanh, sigmoid",
            new Graph() {
              @Override
              public <T> T apply(Ops<T> ops, T x) {
                return ops.add(ops.silu(x), ops.multiply(ops.tanh(x), ops.sigmoid(x)));
              }
            }),
        graph(
            "linear",
            new Graph() {
              @Override
              public <T> T apply(Ops<T> ops, T x) {
                return Layers.linear(ops, "l", ops.reshape(x, 0, -1), 144, 5);
              }
            }),
        graph(
            "convolution",
            new Graph() {
              @Override
              public <T> T apply(Ops<T> ops, T x) {
                return Layers.conv(ops, "c", Layers.conv(ops, "d", x, 4, 8, 3), 8, 3, 3, 2, 1);
              }
            }),
        graph(
            "transposed convolution",
            new Graph() {
              @Override
              public <T> T apply(Ops<T> ops, T x) {
                return Layers.convTranspose(ops, "c", x, 4, 3, 4, 2, 1);
              }
            }),
        graph(
            "group norm",
            new Graph() {
              @Override
              public <T> T apply(Ops<T> ops, T x) {
                T weight = ops.parameter("w", normal(1), 4);
                return ops.groupNorm(x, 2, weight, ops.parameter("b", normal(1), 4));
              }
            }),
        graph(
            "batch norm",
            new Graph() {
              @Override
              public <T> T apply(Ops<T> ops, T x) {
                T weight = ops.parameter("w", normal(1), 4);
                T bias = ops.parameter("b", normal(1), 4);
                return ops.batchNorm(
                    x, weight, bias, ops.buffer("m", 0.3, 4), ops.buffer("v", 2, 4));
              }
            }),
        graph(
            "upsample, average pool",
            new Graph() {
              @Override
              public <T> T apply(Ops<T> ops, T x) {
                return ops.averagePool(ops.upsampleNearest(x, 3), 2);
              }
            }),
        graph(
            "max pool",
            new Graph() {
              @Override
              public <T> T apply(Ops<T> ops, T x) {
                return ops.maxPool(x, 2);
              }
            }));
  }

  private static Arguments graph(String name, Graph graph) {
    return arguments(name, new Wrapped(graph));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void computesTheSameOnBothSides(String name, Network network) {
    try (TorchWeights weights = new TorchWeights(3)) {
      TorchRun.inference(
          network::apply, weights, 1, List.of(new long[] {4, 6, 6}), List.of(new float[144]));
      byte[] model = OnnxModel.bytes(network, weights.values());

      assertThat(ParityGate.check(network, weights, model)).isLessThan(1e-5);
    }
  }
}
