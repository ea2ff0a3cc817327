package dev.kiln.export.ops.onnx;

import static dev.kiln.export.ops.onnx.OnnxAttributes.integer;
import static dev.kiln.export.ops.onnx.OnnxAttributes.ints;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.kiln.export.ops.Convolution;
import dev.kiln.export.ops.Projections;
import dev.kiln.export.ops.shape.Dims;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Matrix products and convolutions as ONNX nodes. */
interface OnnxProjections extends Projections<String>, OnnxRoom {
  @Override
  default String matmul(String a, String b) {
    OnnxNodes nodes = nodes();
    return nodes.is(nodes.check().matmul(nodes.of(a), nodes.of(b)), nodes.emit("MatMul", a, b));
  }

  @Override
  default String linear(String x, String weight, @Nullable String bias) {
    OnnxNodes nodes = nodes();
    Dims result =
        nodes.check().linear(nodes.of(x), nodes.of(weight), bias == null ? null : nodes.of(bias));
    if (result.rank() == 2) {
      return nodes.is(result, nodes.emit("Gemm", with(bias, x, weight), integer("transB", 1)));
    }
    String product =
        nodes.emit("MatMul", x, nodes.emit("Transpose", List.of(weight), ints("perm", 1, 0)));
    return nodes.is(result, bias == null ? product : nodes.emit("Add", product, bias));
  }

  @Override
  default String conv1d(String x, String weight, @Nullable String bias, Convolution how) {
    OnnxNodes nodes = nodes();
    Dims result =
        nodes
            .check()
            .conv1d(nodes.of(x), nodes.of(weight), bias == null ? null : nodes.of(bias), how);
    return nodes.is(result, nodes.emit("Conv", with(bias, x, weight), walk(1, how)));
  }

  @Override
  default String conv2d(String x, String weight, @Nullable String bias, Convolution how) {
    OnnxNodes nodes = nodes();
    Dims result =
        nodes
            .check()
            .conv2d(nodes.of(x), nodes.of(weight), bias == null ? null : nodes.of(bias), how);
    return nodes.is(result, nodes.emit("Conv", with(bias, x, weight), walk(2, how)));
  }

  @Override
  default String convTranspose1d(String x, String weight, @Nullable String bias, Convolution how) {
    OnnxNodes nodes = nodes();
    Dims result =
        nodes
            .check()
            .convTranspose1d(
                nodes.of(x), nodes.of(weight), bias == null ? null : nodes.of(bias), how);
    return nodes.is(result, nodes.emit("ConvTranspose", with(bias, x, weight), walk(1, how)));
  }

  @Override
  default String convTranspose2d(String x, String weight, @Nullable String bias, Convolution how) {
    OnnxNodes nodes = nodes();
    Dims result =
        nodes
            .check()
            .convTranspose2d(
                nodes.of(x), nodes.of(weight), bias == null ? null : nodes.of(bias), how);
    return nodes.is(result, nodes.emit("ConvTranspose", with(bias, x, weight), walk(2, how)));
  }

  private static List<String> with(@Nullable String bias, String x, String weight) {
    return bias == null ? List.of(x, weight) : List.of(x, weight, bias);
  }

  /** The attributes of a convolution; those that stand at their default are left out. */
  private static AttributeProto[] walk(int directions, Convolution how) {
    List<AttributeProto> attributes = new ArrayList<>();
    attributes.add(ints("strides", same(how.stride(), directions)));
    attributes.add(ints("pads", same(how.padding(), 2 * directions)));
    if (how.dilation() > 1) {
      attributes.add(ints("dilations", same(how.dilation(), directions)));
    }
    if (how.groups() > 1) {
      attributes.add(integer("group", how.groups()));
    }
    if (how.extra() > 0) {
      attributes.add(ints("output_padding", same(how.extra(), directions)));
    }
    return attributes.toArray(AttributeProto[]::new);
  }

  private static long[] same(long value, int times) {
    long[] values = new long[times];
    Arrays.fill(values, value);
    return values;
  }
}
