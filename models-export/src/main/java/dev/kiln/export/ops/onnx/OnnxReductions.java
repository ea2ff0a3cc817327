package dev.kiln.export.ops.onnx;

import static dev.kiln.export.ops.onnx.OnnxAttributes.integer;
import static dev.kiln.export.ops.onnx.OnnxAttributes.ints;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.kiln.export.ops.Reductions;
import dev.kiln.export.ops.shape.Dims;
import java.util.List;

/** Reductions as ONNX nodes. */
interface OnnxReductions extends Reductions<String>, OnnxRoom {
  @Override
  default String sum(String x, boolean keepDimensions, long... axes) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().sum(nodes.of(x), keepDimensions, axes);
    return nodes.is(
        result, nodes.emit("ReduceSum", List.of(x, nodes.longs(axes)), keep(keepDimensions)));
  }

  @Override
  default String mean(String x, boolean keepDimensions, long... axes) {
    return reduce(
        "ReduceMean",
        nodes().check().mean(nodes().of(x), keepDimensions, axes),
        x,
        keepDimensions,
        axes);
  }

  @Override
  default String max(String x, boolean keepDimensions, long... axes) {
    return reduce(
        "ReduceMax",
        nodes().check().max(nodes().of(x), keepDimensions, axes),
        x,
        keepDimensions,
        axes);
  }

  @Override
  default String min(String x, boolean keepDimensions, long... axes) {
    return reduce(
        "ReduceMin",
        nodes().check().min(nodes().of(x), keepDimensions, axes),
        x,
        keepDimensions,
        axes);
  }

  @Override
  default String norm(String x, boolean keepDimensions, long... axes) {
    return reduce(
        "ReduceL2",
        nodes().check().norm(nodes().of(x), keepDimensions, axes),
        x,
        keepDimensions,
        axes);
  }

  @Override
  default String logSumExp(String x, boolean keepDimensions, long... axes) {
    return reduce(
        "ReduceLogSumExp",
        nodes().check().logSumExp(nodes().of(x), keepDimensions, axes),
        x,
        keepDimensions,
        axes);
  }

  @Override
  default String variance(String x, boolean keepDimensions, long... axes) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().variance(nodes.of(x), keepDimensions, axes);
    String distance = nodes.emit("Sub", x, mean(x, true, axes));
    return reduce(
        "ReduceMean", result, nodes.emit("Mul", distance, distance), keepDimensions, axes);
  }

  @Override
  default String product(String x, boolean keepDimensions, long axis) {
    return reduce(
        "ReduceProd",
        nodes().check().product(nodes().of(x), keepDimensions, axis),
        x,
        keepDimensions,
        axis);
  }

  @Override
  default String argMax(String x, boolean keepDimensions, long axis) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().argMax(nodes.of(x), keepDimensions, axis),
        nodes.emit("ArgMax", List.of(x), integer("axis", axis), keep(keepDimensions)));
  }

  @Override
  default String argMin(String x, boolean keepDimensions, long axis) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().argMin(nodes.of(x), keepDimensions, axis),
        nodes.emit("ArgMin", List.of(x), integer("axis", axis), keep(keepDimensions)));
  }

  @Override
  default String cumulativeSum(String x, long axis) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().cumulativeSum(nodes.of(x), axis), nodes.emit("CumSum", x, nodes.longs(axis)));
  }

  private String reduce(String type, Dims result, String x, boolean keepDimensions, long... axes) {
    return nodes()
        .is(result, nodes().emit(type, List.of(x), ints("axes", axes), keep(keepDimensions)));
  }

  private static AttributeProto keep(boolean dimensions) {
    return integer("keepdims", dimensions ? 1 : 0);
  }
}
