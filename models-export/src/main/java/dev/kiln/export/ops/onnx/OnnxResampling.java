package dev.kiln.export.ops.onnx;

import static dev.kiln.export.ops.onnx.OnnxAttributes.integer;
import static dev.kiln.export.ops.onnx.OnnxAttributes.ints;
import static dev.kiln.export.ops.onnx.OnnxAttributes.linear;
import static dev.kiln.export.ops.onnx.OnnxAttributes.nearest;
import static dev.kiln.export.ops.onnx.OnnxAttributes.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.kiln.export.ops.Pooling;
import dev.kiln.export.ops.Resampling;
import dev.kiln.export.ops.shape.Dims;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Images made smaller or larger as ONNX nodes. */
interface OnnxResampling extends Resampling<String>, OnnxRoom {
  @Override
  default String maxPool1d(String x, Pooling how) {
    return pooled("MaxPool", nodes().check().maxPool1d(nodes().of(x), how), x, 1, how);
  }

  @Override
  default String maxPool2d(String x, Pooling how) {
    return pooled("MaxPool", nodes().check().maxPool2d(nodes().of(x), how), x, 2, how);
  }

  @Override
  default String averagePool1d(String x, Pooling how) {
    return pooled("AveragePool", nodes().check().averagePool1d(nodes().of(x), how), x, 1, how);
  }

  @Override
  default String averagePool2d(String x, Pooling how) {
    return pooled("AveragePool", nodes().check().averagePool2d(nodes().of(x), how), x, 2, how);
  }

  /** One pooling if the tiles are equal, otherwise products with two fixed matrices. */
  @Override
  default String adaptiveAveragePool(String x, long height, long width) {
    OnnxNodes nodes = nodes();
    Dims image = nodes.of(x);
    Dims result = nodes.check().adaptiveAveragePool(image, height, width);
    long rows = image.size(2).factor();
    long columns = image.size(3).factor();
    if (rows % height == 0 && columns % width == 0) {
      return nodes.is(
          result,
          nodes.emit(
              "AveragePool",
              List.of(x),
              ints("kernel_shape", rows / height, columns / width),
              ints("strides", rows / height, columns / width)));
    }
    String across = nodes.emit("MatMul", x, shares(columns, width, true));
    return nodes.is(result, nodes.emit("MatMul", shares(rows, height, false), across));
  }

  @Override
  default String globalAveragePool(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().globalAveragePool(nodes.of(x)), nodes.emit("GlobalAveragePool", x));
  }

  @Override
  default String upsampleNearest(String x, long factor) {
    return enlarged(
        nodes().check().upsampleNearest(nodes().of(x), factor), x, factor, factor, nearest());
  }

  @Override
  default String upsampleBilinear(String x, long factor) {
    return enlarged(
        nodes().check().upsampleBilinear(nodes().of(x), factor), x, factor, factor, linear());
  }

  /** Whole factors as a resize, others by picking rows and columns, so that no rounding decides. */
  @Override
  default String resizeNearest(String x, long height, long width) {
    OnnxNodes nodes = nodes();
    Dims image = nodes.of(x);
    Dims result = nodes.check().resizeNearest(image, height, width);
    long rows = image.size(2).factor();
    long columns = image.size(3).factor();
    if (height % rows == 0 && width % columns == 0) {
      return enlarged(result, x, height / rows, width / columns, nearest());
    }
    String picked = nodes.emit("Gather", List.of(x, places(rows, height)), integer("axis", 2));
    return nodes.is(
        result, nodes.emit("Gather", List.of(picked, places(columns, width)), integer("axis", 3)));
  }

  @Override
  default String resizeBilinear(String x, long height, long width) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().resizeBilinear(nodes.of(x), height, width);
    String outer = nodes.emit("Shape", List.of(x), integer("start", 0), integer("end", 2));
    String sizes =
        nodes.emit("Concat", List.of(outer, nodes.longs(height, width)), integer("axis", 0));
    return nodes.is(result, nodes.emit("Resize", List.of(x, "", "", sizes), linear()));
  }

  @Override
  default String pixelShuffle(String x, long factor) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().pixelShuffle(nodes.of(x), factor),
        nodes.emit("DepthToSpace", List.of(x), integer("blocksize", factor), text("mode", "CRD")));
  }

  /** ONNX puts the places before the channels, PyTorch the channels before the places. */
  @Override
  default String pixelUnshuffle(String x, long factor) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().pixelUnshuffle(nodes.of(x), factor);
    String moved = nodes.emit("SpaceToDepth", List.of(x), integer("blocksize", factor));
    long channels = nodes.of(x).size(1).factor();
    if (channels == 1) {
      return nodes.is(result, moved);
    }
    long[] order = new long[Math.toIntExact(channels * factor * factor)];
    for (int i = 0; i < order.length; i++) {
      order[i] = i % (factor * factor) * channels + i / (factor * factor);
    }
    String name = "channels." + channels + "." + factor;
    String indices = nodes.graph().indices(name, order, order.length);
    return nodes.is(result, nodes.emit("Gather", List.of(moved, indices), integer("axis", 1)));
  }

  private String pooled(String type, Dims result, String x, int directions, Pooling how) {
    List<AttributeProto> attributes = new ArrayList<>();
    attributes.add(ints("kernel_shape", same(how.window(), directions)));
    attributes.add(ints("strides", same(how.stride(), directions)));
    if (how.padding() > 0) {
      attributes.add(ints("pads", same(how.padding(), 2 * directions)));
      if (type.equals("AveragePool")) {
        attributes.add(integer("count_include_pad", 1));
      }
    }
    return nodes()
        .is(result, nodes().emit(type, List.of(x), attributes.toArray(AttributeProto[]::new)));
  }

  private String enlarged(Dims result, String x, long down, long across, AttributeProto... mode) {
    OnnxNodes nodes = nodes();
    String name = "scales." + down + "." + across;
    String scales = nodes.graph().floats(name, new float[] {1, 1, down, across}, 4);
    return nodes.is(result, nodes.emit("Resize", List.of(x, "", scales), mode));
  }

  /** For each of {@code to} places, the one of {@code from} at floor(place * from / to). */
  private String places(long from, long to) {
    long[] places = LongStream.range(0, to).map(place -> place * from / to).toArray();
    return nodes().graph().indices("places." + from + "." + to, places, to);
  }

  /** The matrix [to, from] that takes the mean over each place's share, or its transpose. */
  private String shares(long from, long to, boolean transposed) {
    float[] matrix = new float[Math.toIntExact(from * to)];
    for (int i = 0; i < to; i++) {
      long start = i * from / to;
      long end = ((i + 1) * from + to - 1) / to;
      for (long j = start; j < end; j++) {
        matrix[(int) (transposed ? j * to + i : i * from + j)] = 1f / (end - start);
      }
    }
    long[] shape = transposed ? new long[] {from, to} : new long[] {to, from};
    return nodes()
        .graph()
        .floats("shares." + shape[0] + "." + shape[1] + "." + transposed, matrix, shape);
  }

  private static long[] same(long value, int times) {
    long[] values = new long[times];
    Arrays.fill(values, value);
    return values;
  }
}
