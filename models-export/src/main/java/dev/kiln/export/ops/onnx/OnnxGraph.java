package dev.kiln.export.ops.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.kiln.export.ops.NetworkException;
import dev.kiln.export.ops.ParameterValue;
import dev.kiln.export.ops.shape.Dims;
import dev.kiln.export.ops.shape.Element;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The graph that is being written: nodes, fixed values, and what is known of each value. */
final class OnnxGraph {
  private final Map<String, ParameterValue> weights;
  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Set<String> written = new HashSet<>();
  private final Map<String, Integer> count = new HashMap<>();
  private final Map<String, Dims> dims = new HashMap<>();

  OnnxGraph(Map<String, ParameterValue> weights) {
    this.weights = weights;
  }

  GraphProto.Builder builder() {
    return graph;
  }

  void add(NodeProto.Builder node) {
    graph.addNode(node);
  }

  Dims dims(String value) {
    Dims known = dims.get(value);
    if (known == null) {
      throw new NetworkException("there is no value " + value + " in the graph");
    }
    return known;
  }

  String remember(Dims shape, String value) {
    dims.put(value, shape);
    return value;
  }

  /** A name that no node has yet. */
  String fresh(String stem) {
    int before = count.merge(stem, 1, Integer::sum) - 1;
    return before == 0 ? stem : stem + "_" + before;
  }

  /** A trained weight; its values are written when it is asked for the first time. */
  String weight(String name, long... shape) {
    ParameterValue value = weights.get(name);
    if (value == null) {
      throw new NetworkException("no trained weights for the parameter " + name);
    }
    if (!Arrays.equals(value.shape(), shape)) {
      throw new NetworkException(
          "parameter "
              + name
              + " has shape "
              + Arrays.toString(value.shape())
              + ", the network asks for "
              + Arrays.toString(shape));
    }
    return floats(name, value.values(), shape);
  }

  /** Fixed floats. */
  String floats(String name, float[] values, long... shape) {
    if (written.add(name)) {
      ByteBuffer bytes =
          ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      graph.addInitializer(
          tensor(name, TensorProto.DataType.FLOAT, shape).setRawData(ByteString.copyFrom(bytes)));
    }
    return remember(Dims.floats(shape), name);
  }

  /** Fixed whole numbers. */
  String indices(String name, long[] values, long... shape) {
    if (written.add(name)) {
      TensorProto.Builder tensor = tensor(name, TensorProto.DataType.INT64, shape);
      for (long value : values) {
        tensor.addInt64Data(value);
      }
      graph.addInitializer(tensor);
    }
    return remember(new Dims(Element.WHOLE, Dims.floats(shape).sizes()), name);
  }

  /** Fixed whole numbers [count], named by what they are. */
  String longs(long... values) {
    String text = Arrays.stream(values).mapToObj(Long::toString).collect(Collectors.joining("."));
    return indices("longs." + text, values, values.length);
  }

  private static TensorProto.Builder tensor(String name, TensorProto.DataType type, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
    for (long size : shape) {
      tensor.addDims(size);
    }
    return tensor;
  }
}
