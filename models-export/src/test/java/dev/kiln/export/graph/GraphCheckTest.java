package dev.kiln.export.graph;

import static dev.kiln.export.graph.Sketch.N;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphCheckTest {

  @Test
  void findsNothingInASoundGraph() {
    assertThat(GraphCheck.faults(sound().outputs("y"))).isEmpty();
  }

  @Test
  void namesAValueThatNothingMakes() {
    GraphProto graph = sound().node("Add", "z", List.of("y", "later")).outputs("z");

    assertThat(GraphCheck.faults(graph))
        .containsExactly("node z (Add) reads later, which nothing before it makes");
  }

  @Test
  void namesAValueThatIsMadeAfterItsUse() {
    GraphProto graph =
        sound()
            .node("Add", "z", List.of("y", "later"))
            .node("Relu", "later", List.of("x"))
            .outputs("z");

    assertThat(GraphCheck.faults(graph))
        .containsExactly("node z (Add) reads later, which nothing before it makes");
  }

  @Test
  void namesAValueThatIsMadeTwice() {
    GraphProto graph = sound().node("Tanh", "w", List.of("x")).outputs("y");

    assertThat(GraphCheck.faults(graph))
        .containsExactly("the value w is made twice, the second time by node w (Tanh)");
  }

  @Test
  void namesNodesOfTheSameName() {
    GraphProto.Builder graph = sound().outputs("y").toBuilder();
    graph.addNode(graph.getNode(0).toBuilder().setOutput(0, "other"));

    assertThat(GraphCheck.faults(graph.build())).containsExactly("two nodes are called y");
  }

  @Test
  void namesAnOutputThatNothingMakes() {
    assertThat(GraphCheck.faults(sound().outputs("y", "logits")))
        .containsExactly("nothing makes the output logits of the graph");
  }

  @Test
  void refusesOperationsThatAreNotInTheOpset() {
    GraphProto graph =
        sound().node("Gelu", "g", List.of("y")).outputs("g").toBuilder()
            .addNode(
                NodeProto.newBuilder()
                    .setName("f")
                    .setOpType("FusedConv")
                    .setDomain("com.microsoft")
                    .addInput("x")
                    .addOutput("f"))
            .build();

    assertThat(GraphCheck.faults(graph))
        .containsExactly(
            "node g (Gelu) asks for the operation Gelu, which is not in ONNX opset 17",
            "node f (FusedConv) asks for the operation com.microsoft.FusedConv, which is not in ONNX opset 17");
  }

  @Test
  void refusesTrainingMode() {
    GraphProto graph =
        sound()
            .weight("c", 3)
            .node(
                "BatchNormalization",
                "z",
                List.of("y", "c", "c", "c", "c"),
                Nodes.attribute("training_mode", 1))
            .outputs("z");

    assertThat(GraphCheck.faults(graph))
        .containsExactly(
            "node z (BatchNormalization) is in training mode, a graph for sampling is not");
  }

  @Test
  void refusesWeightsThatAreNoNumbersOrCutShort() {
    GraphProto graph =
        sound()
            .values("bad", new float[] {1, Float.NaN}, 2)
            .values("short", new float[] {1}, 2, 2)
            .outputs("y");

    assertThat(GraphCheck.faults(graph))
        .containsExactly(
            "the weight bad holds NaN at place 1 of 2",
            "the weight short of shape [2, 2] needs 16 bytes and has 4");
  }

  @Test
  void knowsTheOperationsThatOnnxRuntimeKnows() {
    assertThat(GraphCheck.operations()).hasSizeGreaterThan(150);
    for (String operation : GraphCheck.operations()) {
      assertThat(message(operation)).as(operation).doesNotContain("No Op registered");
    }
    assertThat(message("Gelu")).contains("No Op registered");
  }

  /** Why ONNX Runtime refuses a node without inputs. */
  private static String message(String operation) {
    GraphProto graph = new Sketch().node(operation, "y", List.of()).outputs("y");
    byte[] model = Opset.model(graph).build().toByteArray();
    try {
      OrtEnvironment.getEnvironment().createSession(model).close();
      return "";
    } catch (OrtException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void shapesComeAsFarAsTheyAreKnown() {
    GraphProto graph =
        new Sketch()
            .input("x", N, 4, 6)
            .longs("flat", 0, -1)
            .node("Reshape", "y", List.of("x", "flat"))
            .outputs("y");

    ValueShapes shapes = ValueShapes.of(graph);

    assertThat(shapes.of("x")).contains(List.of("N", "4", "6"));
    assertThat(shapes.of("y")).contains(List.of("N", "24"));
    assertThat(shapes.of("z")).isEmpty();
    assertThatThrownBy(
            () ->
                ValueShapes.of(
                    new Sketch()
                        .input("x", N, 4)
                        .weight("w", 3, 3)
                        .node("MatMul", "y", List.of("x", "w"))
                        .outputs("y")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("ONNX Runtime refuses the graph: ");
  }

  private static Sketch sound() {
    return new Sketch().input("x", N, 3).weight("w", 3).node("Mul", "y", List.of("x", "w"));
  }
}
