package dev.kiln.export.ops.onnx;

import static dev.kiln.export.ops.onnx.OnnxAttributes.integer;
import static dev.kiln.export.ops.onnx.OnnxAttributes.ints;
import static dev.kiln.export.ops.onnx.OnnxAttributes.text;

import dev.kiln.export.ops.Shaping;
import dev.kiln.export.ops.shape.Dims;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Reshaping, joining and picking as ONNX nodes. */
interface OnnxShaping extends Shaping<String>, OnnxRoom {
  @Override
  default String reshape(String x, long... shape) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().reshape(nodes.of(x), shape), nodes.emit("Reshape", x, nodes.longs(shape)));
  }

  @Override
  default String flatten(String x, long fromAxis) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().flatten(nodes.of(x), fromAxis);
    long[] shape = new long[result.rank()];
    shape[shape.length - 1] = -1;
    return nodes.is(result, nodes.emit("Reshape", x, nodes.longs(shape)));
  }

  @Override
  default String squeeze(String x, long axis) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().squeeze(nodes.of(x), axis), nodes.emit("Squeeze", x, nodes.longs(axis)));
  }

  @Override
  default String unsqueeze(String x, long axis) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().unsqueeze(nodes.of(x), axis), nodes.emit("Unsqueeze", x, nodes.longs(axis)));
  }

  @Override
  default String transpose(String x, long... order) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().transpose(nodes.of(x), order),
        nodes.emit("Transpose", List.of(x), ints("perm", order)));
  }

  @Override
  default String expand(String x, long... shape) {
    OnnxNodes nodes = nodes();
    long[] sizes = Arrays.stream(shape).map(size -> size == -1 ? 1 : size).toArray();
    return nodes.is(
        nodes.check().expand(nodes.of(x), shape), nodes.emit("Expand", x, nodes.longs(sizes)));
  }

  @Override
  default String expandLike(String x, String other) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().expandLike(nodes.of(x), nodes.of(other)),
        nodes.emit("Expand", x, nodes.emit("Shape", other)));
  }

  @Override
  default String tile(String x, long... repeats) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().tile(nodes.of(x), repeats), nodes.emit("Tile", x, nodes.longs(repeats)));
  }

  @Override
  default String concat(long axis, List<String> parts) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().concat(axis, nodes.of(parts)),
        nodes.emit("Concat", parts, integer("axis", axis)));
  }

  @Override
  default String stack(long axis, List<String> parts) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().stack(axis, nodes.of(parts));
    List<String> layers =
        parts.stream().map(part -> nodes.emit("Unsqueeze", part, nodes.longs(axis))).toList();
    return nodes.is(result, nodes.emit("Concat", layers, integer("axis", axis)));
  }

  @Override
  default List<String> split(String x, long axis, int parts) {
    OnnxNodes nodes = nodes();
    List<Dims> results = nodes.check().split(nodes.of(x), axis, parts);
    List<String> names = nodes.emit("Split", parts, List.of(x), integer("axis", axis));
    for (int i = 0; i < parts; i++) {
      nodes.is(results.get(i), names.get(i));
    }
    return names;
  }

  @Override
  default String slice(String x, long axis, long start, long end) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().slice(nodes.of(x), axis, start, end);
    return nodes.is(
        result, nodes.emit("Slice", x, nodes.longs(start), nodes.longs(end), nodes.longs(axis)));
  }

  @Override
  default String pad(String x, long axis, long before, long after, double value) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().pad(nodes.of(x), axis, before, after, value);
    long[] pads = new long[2 * result.rank()];
    int at = Math.toIntExact(axis < 0 ? axis + result.rank() : axis);
    pads[at] = before;
    pads[at + result.rank()] = after;
    return nodes.is(result, nodes.emit("Pad", x, nodes.longs(pads), nodes.scalar(value)));
  }

  @Override
  default String padReflect(String x, long margin) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().padReflect(nodes.of(x), margin);
    String pads = nodes.longs(0, 0, margin, margin, 0, 0, margin, margin);
    return nodes.is(result, nodes.emit("Pad", List.of(x, pads), text("mode", "reflect")));
  }

  @Override
  default String take(String x, long axis, String indices) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().take(nodes.of(x), axis, nodes.of(indices));
    return nodes.is(result, nodes.emit("Gather", List.of(x, indices), integer("axis", axis)));
  }

  @Override
  default String gather(String x, long axis, String indices) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().gather(nodes.of(x), axis, nodes.of(indices));
    return nodes.is(
        result, nodes.emit("GatherElements", List.of(x, indices), integer("axis", axis)));
  }

  @Override
  default String oneHot(String indices, long count) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().oneHot(nodes.of(indices), count);
    String offOn = nodes.graph().floats("off.on", new float[] {0, 1}, 2);
    return nodes.is(result, nodes.emit("OneHot", indices, nodes.longs(count), offOn));
  }

  /** Fixed if the length is known. */
  @Override
  default String positions(String x, long axis) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().positions(nodes.of(x), axis);
    if (result.known()) {
      long length = result.last().factor();
      long[] places = LongStream.range(0, length).toArray();
      return nodes.graph().indices("positions." + length, places, length);
    }
    int at = Math.toIntExact(axis < 0 ? axis + nodes.of(x).rank() : axis);
    return nodes.is(result, nodes.range(x, at));
  }
}
