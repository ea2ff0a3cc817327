package dev.kiln.export.graph.pass;

import static dev.kiln.export.graph.Sketch.N;
import static dev.kiln.export.graph.Sketch.types;
import static dev.kiln.export.graph.SketchAssert.computesTheSame;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.kiln.export.graph.Nodes;
import dev.kiln.export.graph.Sketch;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldBatchNormTest {

  @Test
  void goesIntoAConvolution() {
    GraphProto graph =
        norm(
                new Sketch()
                    .input("x", N, 2, 5, 5)
                    .weight("w", 3, 2, 3, 3)
                    .weight("b", 3)
                    .node("Conv", "h", List.of("x", "w", "b")),
                3,
                "h")
            .outputs("y");

    GraphProto lean = new LeanGraph().apply(graph);

    assertThat(types(lean)).containsExactly("Conv");
    computesTheSame(graph, lean, 1e-4);
  }

  @Test
  void goesIntoATransposedConvolution() {
    GraphProto graph =
        norm(
                new Sketch()
                    .input("x", N, 2, 5, 5)
                    .weight("w", 2, 3, 2, 2)
                    .weight("b", 3)
                    .node("ConvTranspose", "h", List.of("x", "w", "b")),
                3,
                "h")
            .outputs("y");

    GraphProto lean = new LeanGraph().apply(graph);

    assertThat(types(lean)).containsExactly("ConvTranspose");
    computesTheSame(graph, lean, 1e-4);
  }

  @Test
  void goesIntoALinearLayerAndThroughTheReshapeBehindIt() {
    GraphProto graph =
        norm(
                new Sketch()
                    .input("x", N, 4)
                    .weight("w", 12, 4)
                    .weight("b", 12)
                    .longs("image", 0, 3, 2, 2)
                    .node("Gemm", "g", List.of("x", "w", "b"), Nodes.attribute("transB", 1))
                    .node("Reshape", "h", List.of("g", "image")),
                3,
                "h")
            .outputs("y");

    GraphProto lean = new LeanGraph().apply(graph);

    assertThat(types(lean)).containsExactly("Gemm", "Reshape");
    computesTheSame(graph, lean, 1e-4);
  }

  @Test
  void staysWhereTheLayersResultIsReadElsewhereToo() {
    GraphProto graph =
        norm(
                new Sketch()
                    .input("x", N, 2, 5, 5)
                    .weight("w", 3, 2, 3, 3)
                    .weight("b", 3)
                    .node("Conv", "h", List.of("x", "w", "b")),
                3,
                "h")
            .node("Add", "z", List.of("y", "h"))
            .outputs("z");

    assertThat(new LeanGraph().apply(graph)).isEqualTo(graph);
  }

  @Test
  void staysInTrainingMode() {
    GraphProto graph =
        norm(
                new Sketch()
                    .input("x", N, 2, 5, 5)
                    .weight("w", 3, 2, 3, 3)
                    .weight("b", 3)
                    .node("Conv", "h", List.of("x", "w", "b")),
                3,
                "h")
            .outputs("y");
    GraphProto.Builder training = graph.toBuilder();
    training.getNodeBuilder(1).addAttribute(Nodes.attribute("training_mode", 1));

    assertThat(new FoldBatchNorm().apply(training.build())).isEqualTo(training.build());
  }

  private static Sketch norm(Sketch sketch, int channels, String input) {
    float[] variance = new float[channels];
    for (int i = 0; i < channels; i++) {
      variance[i] = 0.5f + i;
    }
    return sketch
        .weight("gamma", channels)
        .weight("beta", channels)
        .weight("mean", channels)
        .values("variance", variance, channels)
        .node("BatchNormalization", "y", List.of(input, "gamma", "beta", "mean", "variance"));
  }
}
