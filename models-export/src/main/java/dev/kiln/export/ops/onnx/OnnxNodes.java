package dev.kiln.export.ops.onnx;

import static dev.kiln.export.ops.onnx.OnnxAttributes.integer;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.kiln.export.ops.NetworkException;
import dev.kiln.export.ops.shape.Dims;
import dev.kiln.export.ops.shape.ShapeOps;
import dev.kiln.export.ops.shape.Size;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes nodes at one place of a network and remembers the shape of what comes out.
 *
 * @param graph the graph that is being written
 * @param check finds the shapes, or says why there are none
 * @param path the place, with a slash after each part: {@code up1/conv0/}
 */
record OnnxNodes(OnnxGraph graph, ShapeOps check, String path) {
  /** Far below any score, and finite, so that a row without any true key stays a number. */
  static final double NEVER = -1e9;

  OnnxNodes in(String place) {
    return new OnnxNodes(graph, check.in(place), path + place.replace('.', '/') + "/");
  }

  /** What is known of a value. */
  Dims of(String value) {
    return graph.dims(value);
  }

  /** What is known of some values. */
  List<Dims> of(List<String> values) {
    return values.stream().map(this::of).toList();
  }

  /** One node with one output. */
  String emit(String type, List<String> inputs, AttributeProto... attributes) {
    return emit(type, 1, inputs, attributes).get(0);
  }

  /** One node with one output and without attributes. */
  String emit(String type, String... inputs) {
    return emit(type, List.of(inputs));
  }

  /** One node with several outputs. */
  List<String> emit(String type, int outputs, List<String> inputs, AttributeProto... attributes) {
    String name = graph.fresh(path + type);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      names.add(outputs == 1 ? name : name + ":" + i);
    }
    graph.add(
        NodeProto.newBuilder()
            .setOpType(type)
            .setName(name)
            .addAllInput(inputs)
            .addAllOutput(names)
            .addAllAttribute(List.of(attributes)));
    return names;
  }

  /** Remembers the shape of a value that an operation gives. */
  String is(Dims dims, String value) {
    return graph.remember(dims, value);
  }

  /** A number. */
  String scalar(double value) {
    return graph.floats("scalar." + value, new float[] {(float) value});
  }

  /** The same number, so many times: [size]. */
  String filled(double value, long size) {
    float[] values = new float[Math.toIntExact(size)];
    Arrays.fill(values, (float) value);
    return graph.floats("filled." + value + "." + size, values, size);
  }

  /** Whole numbers [count], for shapes and axes. */
  String longs(long... values) {
    return graph.longs(values);
  }

  /** A vector [C] in the shape [C, 1, 1] in which it stands along the channels of [N, C, H, W]. */
  String alongChannels(String vector, int rank) {
    long[] shape = new long[rank - 1];
    Arrays.fill(shape, 1);
    shape[0] = -1;
    return emit("Reshape", vector, longs(shape));
  }

  /** A value's shape for a Reshape: fixed if the batch alone is open. */
  String shapeOf(String value, Dims dims) {
    List<Size> row = dims.sizes().subList(1, dims.rank());
    if (!row.stream().allMatch(Size::known)) {
      return emit("Shape", value);
    }
    long[] shape = dims.shape();
    shape[0] = -1;
    return longs(shape);
  }

  /** The numbers 0, 1, 2 ... along an axis of open length. */
  String range(String x, int axis) {
    String length = emit("Shape", List.of(x), integer("start", axis), integer("end", axis + 1L));
    String zero = graph.indices("whole.0", new long[] {0});
    String one = graph.indices("whole.1", new long[] {1});
    return emit("Range", zero, emit("Squeeze", length), one);
  }

  /** An operation that may be trained but not exported. */
  NetworkException refuse(String operation, String reason) {
    String place = path.isEmpty() ? "" : path.substring(0, path.length() - 1).replace('/', '.');
    return NetworkException.at(operation, place, "it cannot be exported: " + reason);
  }
}
