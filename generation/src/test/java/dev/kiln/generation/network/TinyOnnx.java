package dev.kiln.generation.network;

import ai.onnx.proto.OnnxMl;
import java.util.List;

/** Small ONNX graphs with a closed form, so that tests run on the real runtime. */
public final class TinyOnnx {

  private static final long OPSET = 17;
  private static final long IR_VERSION = 8;

  private TinyOnnx() {}

  /**
   * x [N, 1, size, size], t [N], label [N] (int64) to v = 0.5 x + 0.0001 t + 0.05 label, of the
   * same shape.
   */
  public static byte[] denoiser(int size) {
    OnnxMl.GraphProto.Builder graph =
        OnnxMl.GraphProto.newBuilder()
            .setName("denoiser")
            .addInput(value("x", OnnxMl.TensorProto.DataType.FLOAT, 1, size, size))
            .addInput(value("t", OnnxMl.TensorProto.DataType.FLOAT))
            .addInput(value("label", OnnxMl.TensorProto.DataType.INT64))
            .addOutput(value("v", OnnxMl.TensorProto.DataType.FLOAT, 1, size, size))
            .addInitializer(shape("column", -1, 1, 1, 1))
            .addInitializer(scalar("half", 0.5f))
            .addInitializer(scalar("perStep", 0.0001f))
            .addInitializer(scalar("perLabel", 0.05f))
            .addNode(node("Mul", List.of("x", "half"), "halfX"))
            .addNode(node("Mul", List.of("t", "perStep"), "scaledT"))
            .addNode(cast("label", "floatLabel"))
            .addNode(node("Mul", List.of("floatLabel", "perLabel"), "scaledLabel"))
            .addNode(node("Add", List.of("scaledT", "scaledLabel"), "bias"))
            .addNode(node("Reshape", List.of("bias", "column"), "biasColumn"))
            .addNode(node("Add", List.of("halfX", "biasColumn"), "v"));
    return model(graph);
  }

  /** z [N, 16], label [N] (int64) to sample = z / 4 + 0.05 label as [N, 1, 4, 4]. */
  public static byte[] generator() {
    OnnxMl.GraphProto.Builder graph =
        OnnxMl.GraphProto.newBuilder()
            .setName("generator")
            .addInput(value("z", OnnxMl.TensorProto.DataType.FLOAT, 16))
            .addInput(value("label", OnnxMl.TensorProto.DataType.INT64))
            .addOutput(value("sample", OnnxMl.TensorProto.DataType.FLOAT, 1, 4, 4))
            .addInitializer(shape("column", -1, 1, 1, 1))
            .addInitializer(shape("image", -1, 1, 4, 4))
            .addInitializer(scalar("quarter", 0.25f))
            .addInitializer(scalar("perLabel", 0.05f))
            .addNode(node("Mul", List.of("z", "quarter"), "quarterZ"))
            .addNode(node("Reshape", List.of("quarterZ", "image"), "picture"))
            .addNode(cast("label", "floatLabel"))
            .addNode(node("Mul", List.of("floatLabel", "perLabel"), "scaledLabel"))
            .addNode(node("Reshape", List.of("scaledLabel", "column"), "bias"))
            .addNode(node("Add", List.of("picture", "bias"), "sample"));
    return model(graph);
  }

  /** z [N, 1, 2, 2] to sample [N, 1, 4, 4]: number r of z times 1, 0.5, 0.25 and 0 in row r. */
  public static byte[] decoder() {
    OnnxMl.GraphProto.Builder graph =
        OnnxMl.GraphProto.newBuilder()
            .setName("decoder")
            .addInput(value("z", OnnxMl.TensorProto.DataType.FLOAT, 1, 2, 2))
            .addOutput(value("sample", OnnxMl.TensorProto.DataType.FLOAT, 1, 4, 4))
            .addInitializer(shape("rows", -1, 1, 4, 1))
            .addInitializer(vector("fall", 1, 0.5f, 0.25f, 0))
            .addNode(node("Reshape", List.of("z", "rows"), "column"))
            .addNode(node("Mul", List.of("column", "fall"), "sample"));
    return model(graph);
  }

  /** x [N, 1, 4, 4] to restored = x / 2, of the same shape. */
  public static byte[] restorer() {
    OnnxMl.GraphProto.Builder graph =
        OnnxMl.GraphProto.newBuilder()
            .setName("restorer")
            .addInput(value("x", OnnxMl.TensorProto.DataType.FLOAT, 1, 4, 4))
            .addOutput(value("restored", OnnxMl.TensorProto.DataType.FLOAT, 1, 4, 4))
            .addInitializer(scalar("half", 0.5f))
            .addNode(node("Mul", List.of("x", "half"), "restored"));
    return model(graph);
  }

  /** x [N, width], t [N] to v = 0.5 x + 0.0001 t, of the same shape. */
  public static byte[] rowDenoiser(int width) {
    OnnxMl.GraphProto.Builder graph =
        OnnxMl.GraphProto.newBuilder()
            .setName("row-denoiser")
            .addInput(value("x", OnnxMl.TensorProto.DataType.FLOAT, width))
            .addInput(value("t", OnnxMl.TensorProto.DataType.FLOAT))
            .addOutput(value("v", OnnxMl.TensorProto.DataType.FLOAT, width))
            .addInitializer(shape("column", -1, 1))
            .addInitializer(scalar("half", 0.5f))
            .addInitializer(scalar("perStep", 0.0001f))
            .addNode(node("Mul", List.of("x", "half"), "halfX"))
            .addNode(node("Mul", List.of("t", "perStep"), "scaledT"))
            .addNode(node("Reshape", List.of("scaledT", "column"), "bias"))
            .addNode(node("Add", List.of("halfX", "bias"), "v"));
    return model(graph);
  }

  /** z, known, mask [N, width] to sample = z + mask (known - z). */
  public static byte[] rowGenerator(int width) {
    OnnxMl.GraphProto.Builder graph =
        OnnxMl.GraphProto.newBuilder()
            .setName("row-generator")
            .addInput(value("z", OnnxMl.TensorProto.DataType.FLOAT, width))
            .addInput(value("known", OnnxMl.TensorProto.DataType.FLOAT, width))
            .addInput(value("mask", OnnxMl.TensorProto.DataType.FLOAT, width))
            .addOutput(value("sample", OnnxMl.TensorProto.DataType.FLOAT, width))
            .addNode(node("Sub", List.of("known", "z"), "gap"))
            .addNode(node("Mul", List.of("mask", "gap"), "kept"))
            .addNode(node("Add", List.of("z", "kept"), "sample"));
    return model(graph);
  }

  /** tokens [N, 4] (int64) to text [N, 4, 1] = tokens times 0.04, 0.03, 0.02 and 0.01. */
  public static byte[] textEncoder() {
    OnnxMl.GraphProto.Builder graph =
        OnnxMl.GraphProto.newBuilder()
            .setName("encoder")
            .addInput(value("tokens", OnnxMl.TensorProto.DataType.INT64, 4))
            .addOutput(value("text", OnnxMl.TensorProto.DataType.FLOAT, 4, 1))
            .addInitializer(vector("places", 0.04f, 0.03f, 0.02f, 0.01f))
            .addInitializer(shape("column", -1, 4, 1))
            .addNode(cast("tokens", "floatTokens"))
            .addNode(node("Mul", List.of("floatTokens", "places"), "weighted"))
            .addNode(node("Reshape", List.of("weighted", "column"), "text"));
    return model(graph);
  }

  /**
   * x [N, 1, 4, 4], t [N], text [N, 4, 1] to v = 0.5 x + 0.0001 t + the mean of text, of x's shape.
   */
  public static byte[] promptedDenoiser() {
    OnnxMl.GraphProto.Builder graph =
        OnnxMl.GraphProto.newBuilder()
            .setName("prompted")
            .addInput(value("x", OnnxMl.TensorProto.DataType.FLOAT, 1, 4, 4))
            .addInput(value("t", OnnxMl.TensorProto.DataType.FLOAT))
            .addInput(value("text", OnnxMl.TensorProto.DataType.FLOAT, 4, 1))
            .addOutput(value("v", OnnxMl.TensorProto.DataType.FLOAT, 1, 4, 4))
            .addInitializer(shape("column", -1, 1, 1, 1))
            .addInitializer(shape("row", -1, 4))
            .addInitializer(scalar("half", 0.5f))
            .addInitializer(scalar("perStep", 0.0001f))
            .addNode(node("Mul", List.of("x", "half"), "halfX"))
            .addNode(node("Mul", List.of("t", "perStep"), "scaledT"))
            .addNode(node("Reshape", List.of("scaledT", "column"), "columnT"))
            .addNode(node("Reshape", List.of("text", "row"), "flat"))
            .addNode(mean("flat", "mean"))
            .addNode(node("Reshape", List.of("mean", "column"), "columnText"))
            .addNode(node("Add", List.of("halfX", "columnT"), "plain"))
            .addNode(node("Add", List.of("plain", "columnText"), "v"));
    return model(graph);
  }

  static byte[] model(OnnxMl.GraphProto.Builder graph) {
    return OnnxMl.ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("kiln-tests")
        .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  static OnnxMl.NodeProto node(String op, List<String> inputs, String output) {
    return OnnxMl.NodeProto.newBuilder()
        .setOpType(op)
        .setName(op + "_" + output)
        .addAllInput(inputs)
        .addOutput(output)
        .build();
  }

  static OnnxMl.NodeProto cast(String input, String output) {
    return node("Cast", List.of(input), output).toBuilder()
        .addAttribute(
            OnnxMl.AttributeProto.newBuilder()
                .setName("to")
                .setType(OnnxMl.AttributeProto.AttributeType.INT)
                .setI(OnnxMl.TensorProto.DataType.FLOAT.getNumber()))
        .build();
  }

  static OnnxMl.NodeProto mean(String input, String output) {
    return node("ReduceMean", List.of(input), output).toBuilder()
        .addAttribute(
            OnnxMl.AttributeProto.newBuilder()
                .setName("axes")
                .setType(OnnxMl.AttributeProto.AttributeType.INTS)
                .addInts(1))
        .build();
  }

  static OnnxMl.TensorProto vector(String name, float... values) {
    OnnxMl.TensorProto.Builder tensor =
        OnnxMl.TensorProto.newBuilder()
            .setName(name)
            .setDataType(OnnxMl.TensorProto.DataType.FLOAT.getNumber())
            .addDims(values.length);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    return tensor.build();
  }

  static OnnxMl.TensorProto scalar(String name, float value) {
    return OnnxMl.TensorProto.newBuilder()
        .setName(name)
        .setDataType(OnnxMl.TensorProto.DataType.FLOAT.getNumber())
        .addFloatData(value)
        .build();
  }

  static OnnxMl.TensorProto shape(String name, long... dims) {
    OnnxMl.TensorProto.Builder tensor =
        OnnxMl.TensorProto.newBuilder()
            .setName(name)
            .setDataType(OnnxMl.TensorProto.DataType.INT64.getNumber())
            .addDims(dims.length);
    for (long dim : dims) {
      tensor.addInt64Data(dim);
    }
    return tensor.build();
  }

  static OnnxMl.ValueInfoProto value(String name, OnnxMl.TensorProto.DataType type, long... row) {
    OnnxMl.TensorShapeProto.Builder shape =
        OnnxMl.TensorShapeProto.newBuilder()
            .addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimParam("N"));
    for (long dim : row) {
      shape.addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            OnnxMl.TypeProto.newBuilder()
                .setTensorType(
                    OnnxMl.TypeProto.Tensor.newBuilder()
                        .setElemType(type.getNumber())
                        .setShape(shape)))
        .build();
  }
}
