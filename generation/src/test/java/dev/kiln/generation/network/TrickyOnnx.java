package dev.kiln.generation.network;

import ai.onnx.proto.OnnxMl;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;

/** A real network that goes wrong in every way that ONNX Runtime knows, each for one label. */
public final class TrickyOnnx {

  /** A row with this label makes the whole call fail. */
  public static final int FAILS = 6;

  /** A row with this label divides zero by zero; the other rows of its call do not. */
  public static final int NOT_A_NUMBER = 7;

  /** A row with this label makes the call run for years. */
  public static final int ENDLESS = 8;

  /** A row with this label asks for 128 TiB. */
  public static final int GREEDY = 9;

  private static final long FOR_YEARS = 1L << 50;
  private static final long FLOATS = 1L << 45;

  private TrickyOnnx() {}

  /**
   * x [N, 1, 4, 4], t [N], label [N] (int64) to v = 0.5 x + 0.0001 t + 0.05 label, as {@link
   * TinyOnnx#denoiser} has it, for labels below 6.
   */
  public static byte[] denoiser() {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("tricky")
            .addInput(TinyOnnx.value("x", DataType.FLOAT, 1, 4, 4))
            .addInput(TinyOnnx.value("t", DataType.FLOAT))
            .addInput(TinyOnnx.value("label", DataType.INT64))
            .addOutput(TinyOnnx.value("v", DataType.FLOAT, 1, 4, 4))
            .addInitializer(TinyOnnx.shape("column", -1, 1, 1, 1))
            .addInitializer(TinyOnnx.scalar("half", 0.5f))
            .addInitializer(TinyOnnx.scalar("zero", 0f))
            .addInitializer(TinyOnnx.scalar("perStep", 0.0001f))
            .addInitializer(TinyOnnx.scalar("perLabel", 0.05f))
            .addNode(TinyOnnx.node("Mul", List.of("x", "half"), "halfX"))
            .addNode(TinyOnnx.node("Mul", List.of("t", "perStep"), "scaledT"))
            .addNode(TinyOnnx.cast("label", "floatLabel"))
            .addNode(TinyOnnx.node("Mul", List.of("floatLabel", "perLabel"), "scaledLabel"))
            .addNode(TinyOnnx.node("Add", List.of("scaledT", "scaledLabel"), "bias"));
    divides(graph);
    fails(graph);
    isEndless(graph);
    isGreedy(graph);
    graph
        .addNode(TinyOnnx.node("Sum", List.of("bias", "nan", "failed", "waited", "filled"), "sum"))
        .addNode(TinyOnnx.node("Reshape", List.of("sum", "column"), "sumColumn"))
        .addNode(TinyOnnx.node("Add", List.of("halfX", "sumColumn"), "v"));
    return TinyOnnx.model(graph);
  }

  /** nan [N] = 0 / (label - 7): zero, or 0 / 0 in the row whose label it is. */
  private static void divides(GraphProto.Builder graph) {
    graph
        .addInitializer(TinyOnnx.scalar("seven", NOT_A_NUMBER))
        .addNode(TinyOnnx.node("Sub", List.of("floatLabel", "seven"), "fromSeven"))
        .addNode(TinyOnnx.node("Div", List.of("zero", "fromSeven"), "nan"));
  }

  /** failed [N] = 0 x table[1 where the label is 6], and the table has one entry. */
  private static void fails(GraphProto.Builder graph) {
    graph.addInitializer(TinyOnnx.vector("table", 0f));
    is(graph, FAILS, "isSix");
    graph.addNode(TinyOnnx.node("Gather", List.of("table", "isSix"), "failed"));
  }

  /** waited [] = 0 after one turn of a loop for each row, or 2^50 where one's label is 8. */
  private static void isEndless(GraphProto.Builder graph) {
    is(graph, ENDLESS, "isEight");
    GraphProto body =
        GraphProto.newBuilder()
            .setName("body")
            .addInput(single("turn", DataType.INT64))
            .addInput(single("goOn", DataType.BOOL))
            .addInput(single("sumIn", DataType.FLOAT))
            .addOutput(single("goOnOut", DataType.BOOL))
            .addOutput(single("sumOut", DataType.FLOAT))
            .addNode(TinyOnnx.node("Identity", List.of("goOn"), "goOnOut"))
            .addNode(TinyOnnx.node("Mul", List.of("sumIn", "half"), "sumOut"))
            .build();
    graph
        .addInitializer(number("years", FOR_YEARS))
        .addNode(largest("isEight", "anyEight"))
        .addNode(TinyOnnx.node("Mul", List.of("anyEight", "years"), "turns"))
        .addNode(
            TinyOnnx.node("Loop", List.of("turns", "", "zero"), "waited").toBuilder()
                .addAttribute(
                    AttributeProto.newBuilder()
                        .setName("body")
                        .setType(AttributeType.GRAPH)
                        .setG(body)));
  }

  /** filled [] = the sum of zeros, one, or 2^45 of them where a row's label is 9. */
  private static void isGreedy(GraphProto.Builder graph) {
    is(graph, GREEDY, "isNine");
    graph
        .addInitializer(number("floats", FLOATS))
        .addInitializer(number("one", 1))
        .addInitializer(TinyOnnx.shape("asVector", 1))
        .addNode(largest("isNine", "anyNine"))
        .addNode(TinyOnnx.node("Mul", List.of("anyNine", "floats"), "more"))
        .addNode(TinyOnnx.node("Add", List.of("more", "one"), "size"))
        .addNode(TinyOnnx.node("Reshape", List.of("size", "asVector"), "sizeVector"))
        .addNode(TinyOnnx.node("ConstantOfShape", List.of("sizeVector"), "zeros"))
        .addNode(withoutDims("ReduceMax", "zeros", "filled"));
  }

  /** 1 for each row with that label, 0 for the others. */
  private static void is(GraphProto.Builder graph, int label, String output) {
    graph
        .addInitializer(number(output + "Label", label))
        .addNode(TinyOnnx.node("Equal", List.of("label", output + "Label"), output + "Flag"))
        .addNode(
            TinyOnnx.node("Cast", List.of(output + "Flag"), output).toBuilder()
                .addAttribute(
                    AttributeProto.newBuilder()
                        .setName("to")
                        .setType(AttributeType.INT)
                        .setI(DataType.INT64.getNumber())));
  }

  private static OnnxMl.NodeProto largest(String input, String output) {
    return withoutDims("ReduceMax", input, output);
  }

  private static OnnxMl.NodeProto withoutDims(String op, String input, String output) {
    return TinyOnnx.node(op, List.of(input), output).toBuilder()
        .addAttribute(
            AttributeProto.newBuilder().setName("keepdims").setType(AttributeType.INT).setI(0))
        .build();
  }

  private static OnnxMl.TensorProto number(String name, long value) {
    return OnnxMl.TensorProto.newBuilder()
        .setName(name)
        .setDataType(DataType.INT64.getNumber())
        .addInt64Data(value)
        .build();
  }

  private static OnnxMl.ValueInfoProto single(String name, DataType type) {
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            OnnxMl.TypeProto.newBuilder()
                .setTensorType(
                    OnnxMl.TypeProto.Tensor.newBuilder()
                        .setElemType(type.getNumber())
                        .setShape(OnnxMl.TensorShapeProto.newBuilder())))
        .build();
  }
}
