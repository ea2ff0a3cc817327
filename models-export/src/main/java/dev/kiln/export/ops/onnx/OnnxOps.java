package dev.kiln.export.ops.onnx;

import static dev.kiln.export.ops.onnx.OnnxAttributes.integer;
import static dev.kiln.export.ops.onnx.OnnxAttributes.ints;
import static dev.kiln.export.ops.onnx.OnnxAttributes.real;
import static dev.kiln.export.ops.onnx.OnnxAttributes.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.kiln.export.ops.Initializer;
import dev.kiln.export.ops.Ops;
import dev.kiln.export.ops.ParameterValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes a network as ONNX nodes (opset 17); a value is its name in the graph.
 *
 * <p>Batch sizes stay open: shapes are written with 0 and -1. Only the weights that the network
 * asks for are written. For one network and one thread.
 */
public final class OnnxOps implements Ops<String> {
  private static final float EPSILON = 1e-5f;

  private final Map<String, ParameterValue> weights;
  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Set<String> written = new HashSet<>();
  private final Map<String, Integer> count = new HashMap<>();

  /** For a network with these trained weights. */
  public OnnxOps(Map<String, ParameterValue> weights) {
    this.weights = weights;
  }

  /** The nodes and weights so far; inputs and outputs are the caller's. */
  public GraphProto.Builder graph() {
    return graph;
  }

  /** Names a result of the graph. */
  public void output(String value, String name) {
    graph.addNode(node("Identity", List.of(value), name));
  }

  @Override
  public String parameter(String name, Initializer initializer, long... shape) {
    return weight(name, shape);
  }

  @Override
  public String buffer(String name, double initial, long... shape) {
    return weight(name, shape);
  }

  private String weight(String name, long... shape) {
    ParameterValue value = weights.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no trained weights for the parameter " + name);
    }
    if (!Arrays.equals(value.shape(), shape)) {
      throw new IllegalArgumentException(
          "parameter "
              + name
              + " has shape "
              + Arrays.toString(value.shape())
              + ", the network asks for "
              + Arrays.toString(shape));
    }
    return initializer(name, value);
  }

  @Override
  public String constant(float[] values, long... shape) {
    return initializer(fresh("constant"), new ParameterValue(shape, values));
  }

  @Override
  public String add(String a, String b) {
    return emit("Add", List.of(a, b));
  }

  @Override
  public String subtract(String a, String b) {
    return emit("Sub", List.of(a, b));
  }

  @Override
  public String multiply(String a, String b) {
    return emit("Mul", List.of(a, b));
  }

  @Override
  public String scale(String x, double factor) {
    return multiply(x, scalar(factor));
  }

  @Override
  public String shift(String x, double amount) {
    return add(x, scalar(amount));
  }

  @Override
  public String exp(String x) {
    return emit("Exp", List.of(x));
  }

  @Override
  public String sin(String x) {
    return emit("Sin", List.of(x));
  }

  @Override
  public String cos(String x) {
    return emit("Cos", List.of(x));
  }

  @Override
  public String matmul(String a, String b) {
    return emit("MatMul", List.of(a, b));
  }

  @Override
  public String mean(String x, boolean keepDimensions, long... axes) {
    return emit(
        "ReduceMean", List.of(x), ints("axes", axes), integer("keepdims", keepDimensions ? 1 : 0));
  }

  @Override
  public String reshape(String x, long... shape) {
    return emit("Reshape", List.of(x, longs(shape)));
  }

  @Override
  public String transpose(String x, long... order) {
    return emit("Transpose", List.of(x), ints("perm", order));
  }

  @Override
  public String concat(long axis, List<String> parts) {
    return emit("Concat", parts, integer("axis", axis));
  }

  @Override
  public String slice(String x, long axis, long start, long end) {
    return emit("Slice", List.of(x, longs(start), longs(end), longs(axis)));
  }

  @Override
  public String relu(String x) {
    return emit("Relu", List.of(x));
  }

  @Override
  public String leakyRelu(String x, double slope) {
    return emit("LeakyRelu", List.of(x), real("alpha", (float) slope));
  }

  @Override
  public String silu(String x) {
    return multiply(x, sigmoid(x));
  }

  @Override
  public String tanh(String x) {
    return emit("Tanh", List.of(x));
  }

  @Override
  public String sigmoid(String x) {
    return emit("Sigmoid", List.of(x));
  }

  @Override
  public String softmax(String x, long axis) {
    return emit("Softmax", List.of(x), integer("axis", axis));
  }

  @Override
  public String linear(String x, String weight, String bias) {
    return emit("Gemm", List.of(x, weight, bias), integer("transB", 1));
  }

  @Override
  public String embedding(String indices, String table) {
    return emit("Gather", List.of(table, indices), integer("axis", 0));
  }

  @Override
  public String conv2d(String x, String weight, String bias, long stride, long padding) {
    return emit(
        "Conv",
        List.of(x, weight, bias),
        ints("strides", stride, stride),
        ints("pads", padding, padding, padding, padding));
  }

  @Override
  public String convTranspose2d(String x, String weight, String bias, long stride, long padding) {
    return emit(
        "ConvTranspose",
        List.of(x, weight, bias),
        ints("strides", stride, stride),
        ints("pads", padding, padding, padding, padding));
  }

  @Override
  public String batchNorm(String x, String weight, String bias, String mean, String variance) {
    return emit(
        "BatchNormalization", List.of(x, weight, bias, mean, variance), real("epsilon", EPSILON));
  }

  /**
   * Written as Reshape, InstanceNormalization and Reshape, which ONNX Runtime runs fastest; then
   * scale and shift.
   */
  @Override
  public String groupNorm(String x, long groups, String weight, String bias) {
    String grouped = reshape(x, 0, groups, -1);
    String normal =
        emit(
            "InstanceNormalization",
            List.of(grouped, filled(1, groups), filled(0, groups)),
            real("epsilon", EPSILON));
    String back = emit("Reshape", List.of(normal, emit("Shape", List.of(x))));
    return add(multiply(back, reshape(weight, -1, 1, 1)), reshape(bias, -1, 1, 1));
  }

  @Override
  public String upsampleNearest(String x, long factor) {
    String scales =
        initializer(
            "scales." + factor,
            new ParameterValue(new long[] {4}, new float[] {1, 1, factor, factor}));
    return emit(
        "Resize",
        List.of(x, "", scales),
        text("mode", "nearest"),
        text("coordinate_transformation_mode", "asymmetric"),
        text("nearest_mode", "floor"));
  }

  @Override
  public String averagePool(String x, long size) {
    return emit(
        "AveragePool", List.of(x), ints("kernel_shape", size, size), ints("strides", size, size));
  }

  @Override
  public String maxPool(String x, long size) {
    return emit(
        "MaxPool", List.of(x), ints("kernel_shape", size, size), ints("strides", size, size));
  }

  private String emit(String type, List<String> inputs, AttributeProto... attributes) {
    String output = fresh(type.toLowerCase(Locale.ROOT));
    graph.addNode(node(type, inputs, output).addAllAttribute(List.of(attributes)));
    return output;
  }

  private static NodeProto.Builder node(String type, List<String> inputs, String output) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .setName(output)
        .addAllInput(inputs)
        .addOutput(output);
  }

  private String fresh(String stem) {
    return stem + "." + count.merge(stem, 1, Integer::sum);
  }

  private String scalar(double value) {
    return initializer(
        "scalar." + value, new ParameterValue(new long[0], new float[] {(float) value}));
  }

  private String filled(float value, long size) {
    float[] values = new float[Math.toIntExact(size)];
    Arrays.fill(values, value);
    return initializer(
        "filled." + value + "." + size, new ParameterValue(new long[] {size}, values));
  }

  private String initializer(String name, ParameterValue value) {
    if (written.add(name)) {
      ByteBuffer bytes =
          ByteBuffer.allocate(value.values().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(value.values());
      TensorProto.Builder tensor =
          TensorProto.newBuilder()
              .setName(name)
              .setDataType(TensorProto.DataType.FLOAT.getNumber())
              .setRawData(ByteString.copyFrom(bytes));
      for (long size : value.shape()) {
        tensor.addDims(size);
      }
      graph.addInitializer(tensor);
    }
    return name;
  }

  private String longs(long... values) {
    String name = "shape." + Arrays.toString(values).replaceAll("[\\[\\] ]", "").replace(',', '.');
    if (written.add(name)) {
      TensorProto.Builder tensor =
          TensorProto.newBuilder()
              .setName(name)
              .setDataType(TensorProto.DataType.INT64.getNumber())
              .addDims(values.length);
      for (long value : values) {
        tensor.addInt64Data(value);
      }
      graph.addInitializer(tensor);
    }
    return name;
  }
}
