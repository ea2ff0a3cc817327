package dev.kiln.export.graph.pass;

import static dev.kiln.export.graph.Sketch.N;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.kiln.export.graph.Nodes;
import dev.kiln.export.graph.Opset;
import dev.kiln.export.graph.Sketch;
import dev.kiln.export.graph.Tensors;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SmallerWeightsTest {

  @Test
  void halvesTakeHalfTheRoom() {
    GraphProto graph = layers();

    GraphProto halves = new HalfWeights().apply(graph);

    assertThat(relative(graph, halves)).isBetween(1e-5, 5e-4);
    assertThat(halves.getInputList()).isEqualTo(graph.getInputList());
    assertThat(size(halves)).isLessThan(size(graph) * 55 / 100);
  }

  @Test
  void bytesTakeAQuarter() {
    GraphProto graph = layers();

    GraphProto bytes = new ByteWeights().apply(graph);

    assertThat(size(bytes)).isLessThan(size(graph) * 30 / 100);
    // Uniform rounding to 1/127 of a channel's largest weight: about 3 / 127 / sqrt(12) of it.
    assertThat(relative(graph, bytes)).isBetween(0.001, 0.015);
  }

  @Test
  void aChannelsLargestWeightIsExactAndAChannelOfZerosStaysZero() {
    float[] values = new float[512];
    values[0] = 2;
    values[1] = -1;
    values[300] = 1e-3f;
    GraphProto graph =
        new Sketch()
            .input("x", N, 128)
            .values("w", values, 4, 128)
            .weight("b", 4)
            .node("Gemm", "y", List.of("x", "w", "b"), Nodes.attribute("transB", 1))
            .outputs("y");

    GraphProto folded = FoldConstants.everything().apply(new ByteWeights().apply(graph));

    float[] restored =
        folded.getInitializerList().stream()
            .filter(tensor -> tensor.getName().equals("w"))
            .map(Tensors::floats)
            .findFirst()
            .orElseThrow();
    assertThat(restored[0]).isEqualTo(2);
    assertThat(restored[1]).isCloseTo(-1, Offset.offset(1f / 127));
    assertThat(restored[300]).isEqualTo(1e-3f);
    assertThat(restored[511]).isZero();
  }

  @Test
  void refusesWeightsThatFloat16CannotHold() {
    float[] values = new float[64];
    values[7] = 70_000;
    GraphProto graph =
        new Sketch()
            .input("x", N, 64)
            .values("big", values, 64)
            .node("Mul", "y", List.of("x", "big"))
            .outputs("y");

    assertThatThrownBy(() -> new HalfWeights().apply(graph))
        .hasMessage("the weight big holds 70000.0, float16 ends at 65504.0: export it as fp32");
  }

  /** A layer of each kind whose weights count their outputs in another dimension. */
  private static GraphProto layers() {
    return new Sketch()
        .input("x", N, 16, 4, 4)
        .input("row", N, 6)
        .weight("conv", 32, 16, 3, 3)
        .weight("conv.bias", 32)
        .weight("up", 32, 16, 2, 2)
        .weight("up.bias", 16)
        .weight("mat", 6, 64)
        .node("Conv", "c", List.of("x", "conv", "conv.bias"))
        .node("ConvTranspose", "u", List.of("c", "up", "up.bias"))
        .node("MatMul", "m", List.of("row", "mat"))
        .outputs("u", "m");
  }

  /**
   * Root mean square of the differences, divided by that of what is expected; of the worst output.
   */
  private static double relative(GraphProto graph, GraphProto smaller) {
    double worst = 0;
    for (int i = 0; i < graph.getOutputCount(); i++) {
      float[] expected = Sketch.run(graph, 3).get(i);
      float[] found = Sketch.run(smaller, 3).get(i);
      double error = 0;
      double power = 0;
      for (int k = 0; k < expected.length; k++) {
        error += Math.pow((double) found[k] - expected[k], 2);
        power += Math.pow(expected[k], 2);
      }
      worst = Math.max(worst, Math.sqrt(error / power));
    }
    return worst;
  }

  private static int size(GraphProto graph) {
    return Opset.model(graph).build().getSerializedSize();
  }
}
