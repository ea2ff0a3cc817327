package dev.kiln.export.graph.pass;

import static dev.kiln.export.graph.Sketch.N;
import static dev.kiln.export.graph.Sketch.types;
import static dev.kiln.export.graph.Sketch.weights;
import static dev.kiln.export.graph.SketchAssert.computesTheSame;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import dev.kiln.export.graph.Nodes;
import dev.kiln.export.graph.Sketch;
import dev.kiln.export.graph.Tensors;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeanPassesTest {

  @Test
  void aReshapedWeightBecomesOneThatKeepsItsName() {
    GraphProto graph =
        new Sketch()
            .input("x", N, 3, 2, 2)
            .weight("norm.weight", 3)
            .longs("shape", -1, 1, 1)
            .node("Reshape", "r", List.of("norm.weight", "shape"))
            .node("Mul", "y", List.of("x", "r"))
            .outputs("y");

    GraphProto folded = new FoldConstants().apply(graph);

    assertThat(types(folded)).containsExactly("Mul");
    assertThat(folded.getInitializerList())
        .anySatisfy(
            tensor -> {
              assertThat(tensor.getName()).isEqualTo("norm.weight");
              assertThat(tensor.getDimsList()).containsExactly(3L, 1L, 1L);
            });
    computesTheSame(graph, folded, 0);
  }

  @Test
  void arithmeticOnConstantsIsDoneAtExport() {
    GraphProto graph =
        new Sketch()
            .input("x", N, 3)
            .weight("a", 3)
            .weight("b", 3)
            .node("Add", "sum", List.of("a", "b"))
            .node("Exp", "e", List.of("sum"))
            .node("Mul", "y", List.of("x", "e"))
            .outputs("y");

    GraphProto folded = new LeanGraph().apply(graph);

    assertThat(types(folded)).containsExactly("Mul");
    assertThat(weights(folded)).containsExactly("e");
    computesTheSame(graph, folded, 0);
  }

  @Test
  void aConstantThatWouldTakeMuchMoreRoomIsLeftAlone() {
    GraphProto graph =
        new Sketch()
            .input("x", N, 1)
            .longs("size", 200, 200)
            .values("one", new float[] {1}, 1)
            .node("Expand", "wide", List.of("one", "size"))
            .node("ReduceSum", "sum", List.of("wide"))
            .node("Add", "y", List.of("x", "wide"))
            .outputs("y");

    GraphProto folded = new LeanGraph().apply(graph);

    assertThat(types(folded)).containsExactly("Expand", "Add");
  }

  @Test
  void randomNumbersAreNoConstants() {
    GraphProto graph =
        new Sketch()
            .input("x", N, 2)
            .node("RandomNormal", "r", List.of(), Nodes.attribute("shape", List.of(2L)))
            .node("Add", "y", List.of("x", "r"))
            .outputs("y");

    assertThat(new LeanGraph().apply(graph)).isEqualTo(graph);
  }

  @Test
  void aReshapeToTheShapeOfAnotherValueGetsItsNumbers() {
    GraphProto graph =
        new Sketch()
            .input("x", N, 4, 3, 3)
            .longs("groups", 0, 2, -1)
            .node("Reshape", "grouped", List.of("x", "groups"))
            .node("Tanh", "t", List.of("grouped"))
            .node("Shape", "s", List.of("x"))
            .node("Reshape", "y", List.of("t", "s"))
            .outputs("y");

    GraphProto folded = new LeanGraph().apply(graph);

    assertThat(types(folded)).containsExactly("Reshape", "Tanh", "Reshape");
    assertThat(folded.getInitializerList())
        .anySatisfy(
            tensor -> {
              assertThat(tensor.getName()).isEqualTo("y.shape");
              assertThat(Tensors.longs(tensor)).containsExactly(0, 4, 3, 3);
            });
    computesTheSame(graph, folded, 0);
  }

  @Test
  void theShapeOfAValueOfKnownSizeIsAConstantAndThatOfABatchIsNot() {
    GraphProto known =
        new Sketch()
            .input("x", 2, 4)
            .node("Shape", "s", List.of("x"))
            .node("ConstantOfShape", "zeros", List.of("s"))
            .node("Add", "y", List.of("x", "zeros"))
            .outputs("y");
    GraphProto open =
        new Sketch()
            .input("x", N, 4)
            .node("Shape", "s", List.of("x"))
            .node("ConstantOfShape", "zeros", List.of("s"))
            .node("Add", "y", List.of("x", "zeros"))
            .outputs("y");

    assertThat(types(new LeanGraph().apply(known))).containsExactly("Add");
    assertThat(new LeanGraph().apply(open)).isEqualTo(open);
  }

  @Test
  void reshapesAndTransposesInARowBecomeOneOrNone() {
    GraphProto graph =
        new Sketch()
            .input("x", N, 2, 3)
            .longs("a", 0, 6)
            .longs("b", 0, 3, 2)
            .longs("same", -1, 3, 2)
            .node("Reshape", "r1", List.of("x", "a"))
            .node("Reshape", "r2", List.of("r1", "b"))
            .node("Reshape", "r3", List.of("r2", "same"))
            .node("Transpose", "t1", List.of("r3"), order(0, 2, 1))
            .node("Transpose", "t2", List.of("t1"), order(0, 2, 1))
            .node("Transpose", "t3", List.of("t2"), order(1, 0, 2))
            .node("Transpose", "y", List.of("t3"), order(1, 2, 0))
            .outputs("y");

    GraphProto lean = new LeanGraph().apply(graph);

    assertThat(types(lean)).containsExactly("Reshape", "Transpose");
    computesTheSame(graph, lean, 0);
  }

  @Test
  void aShapeThatTakesOverWhatTheOneBeforeChangedIsKept() {
    GraphProto graph =
        new Sketch()
            .input("x", N, 2, 3)
            .longs("a", -1, 6)
            .longs("b", 0, 0, 1)
            .node("Reshape", "r1", List.of("x", "a"))
            .node("Reshape", "y", List.of("r1", "b"))
            .outputs("y");

    assertThat(new RemoveNoOps().apply(graph)).isEqualTo(graph);
  }

  @Test
  void timesOnePlusZeroAndIdentityDisappear() {
    GraphProto graph =
        new Sketch()
            .input("x", N, 3)
            .values("one", new float[] {1})
            .values("zero", new float[] {0})
            .node("Mul", "a", List.of("x", "one"))
            .node("Add", "b", List.of("zero", "a"))
            .node("Identity", "c", List.of("b"))
            .node("Relu", "y", List.of("c"))
            .outputs("y");

    GraphProto lean = new LeanGraph().apply(graph);

    assertThat(types(lean)).containsExactly("Relu");
    assertThat(weights(lean)).isEmpty();
    computesTheSame(graph, lean, 0);
  }

  @Test
  void timesOneThatBroadcastsIsKept() {
    GraphProto graph =
        new Sketch()
            .input("x", N, 1)
            .values("ones", new float[] {1, 1, 1}, 3)
            .node("Mul", "y", List.of("x", "ones"))
            .outputs("y");

    assertThat(new LeanGraph().apply(graph)).isEqualTo(graph);
  }

  @Test
  void theNodeThatMakesAnOutputCarriesItsName() {
    GraphProto graph =
        new Sketch()
            .input("x", N, 3)
            .node("Relu", "relu.1", List.of("x"))
            .node("Tanh", "tanh.1", List.of("relu.1"))
            .node("Identity", "hidden", List.of("relu.1"))
            .node("Identity", "result", List.of("tanh.1"))
            .node("Identity", "again", List.of("tanh.1"))
            .node("Identity", "given", List.of("x"))
            .outputs("result", "hidden", "again", "given");

    GraphProto lean = new LeanGraph().apply(graph);

    assertThat(types(lean)).containsExactly("Relu", "Tanh", "Identity", "Identity");
    computesTheSame(graph, lean, 0);
  }

  @Test
  void equalWeightsAndEqualNodesAreKeptOnce() {
    GraphProto graph =
        new Sketch()
            .input("x", N, 2)
            .values("a", new float[] {1, 2}, 2)
            .values("b", new float[] {1, 2}, 2)
            .values("other shape", new float[] {1, 2}, 1, 2)
            .node("Mul", "p", List.of("x", "a"))
            .node("Mul", "q", List.of("x", "b"))
            .node("Tanh", "s", List.of("p"))
            .node("Tanh", "t", List.of("q"))
            .node("Add", "u", List.of("s", "t"))
            .node("Sub", "y", List.of("u", "other shape"))
            .outputs("y");

    GraphProto merged = new MergeDuplicates().apply(graph);

    assertThat(types(merged)).containsExactly("Mul", "Tanh", "Add", "Sub");
    assertThat(weights(merged)).containsExactly("a", "other shape");
    computesTheSame(graph, merged, 0);
  }

  @Test
  void whatNoOutputNeedsIsRemoved() {
    GraphProto graph =
        new Sketch()
            .input("x", N, 2)
            .weight("used", 2)
            .weight("unused", 2)
            .node("Mul", "y", List.of("x", "used"))
            .node("Relu", "dead", List.of("x"))
            .node("Add", "dead too", List.of("dead", "unused"))
            .outputs("y");

    GraphProto lean = new RemoveUnused().apply(graph);

    assertThat(types(lean)).containsExactly("Mul");
    assertThat(weights(lean)).containsExactly("used");
  }

  private static AttributeProto order(long... axes) {
    return Nodes.attribute("perm", Arrays.stream(axes).boxed().toList());
  }
}
