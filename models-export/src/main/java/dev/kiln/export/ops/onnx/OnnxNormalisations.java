package dev.kiln.export.ops.onnx;

import static dev.kiln.export.ops.onnx.OnnxAttributes.epsilon;
import static dev.kiln.export.ops.onnx.OnnxAttributes.integer;
import static dev.kiln.export.ops.onnx.OnnxAttributes.ints;

import dev.kiln.export.ops.Normalisations;
import dev.kiln.export.ops.shape.Dims;
import java.util.List;

/** Normalisations as ONNX nodes. */
interface OnnxNormalisations extends Normalisations<String>, OnnxRoom {
  @Override
  default String batchNorm(
      String x, String weight, String bias, String runningMean, String runningVariance) {
    OnnxNodes nodes = nodes();
    Dims result =
        nodes
            .check()
            .batchNorm(
                nodes.of(x),
                nodes.of(weight),
                nodes.of(bias),
                nodes.of(runningMean),
                nodes.of(runningVariance));
    return nodes.is(
        result,
        nodes.emit(
            "BatchNormalization",
            List.of(x, weight, bias, runningMean, runningVariance),
            epsilon()));
  }

  @Override
  default String batchNormOfBatch(String x, String weight, String bias) {
    throw nodes()
        .refuse(
            "batchNormOfBatch",
            "it normalises by the batch's own statistics, so a sample would depend on its neighbours; use batchNorm, which keeps running statistics, or instanceNorm");
  }

  @Override
  default String layerNorm(String x, String weight, String bias) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().layerNorm(nodes.of(x), nodes.of(weight), nodes.of(bias));
    return nodes.is(
        result,
        nodes.emit("LayerNormalization", List.of(x, weight, bias), integer("axis", -1), epsilon()));
  }

  /** Written as instance normalisation of the groups; then scale and shift. */
  @Override
  default String groupNorm(String x, long groups, String weight, String bias) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().groupNorm(nodes.of(x), groups, nodes.of(weight), nodes.of(bias));
    String grouped = nodes.emit("Reshape", x, nodes.longs(0, groups, -1));
    String normal =
        nodes.emit(
            "InstanceNormalization",
            List.of(grouped, nodes.filled(1, groups), nodes.filled(0, groups)),
            epsilon());
    String back = nodes.emit("Reshape", normal, nodes.emit("Shape", x));
    String scaled = nodes.emit("Mul", back, nodes.alongChannels(weight, result.rank()));
    return nodes.is(result, nodes.emit("Add", scaled, nodes.alongChannels(bias, result.rank())));
  }

  @Override
  default String instanceNorm(String x, String weight, String bias) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().instanceNorm(nodes.of(x), nodes.of(weight), nodes.of(bias));
    return nodes.is(
        result, nodes.emit("InstanceNormalization", List.of(x, weight, bias), epsilon()));
  }

  @Override
  default String rmsNorm(String x, String weight) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().rmsNorm(nodes.of(x), nodes.of(weight));
    String squares = nodes.emit("Pow", x, nodes.scalar(2));
    String mean =
        nodes.emit("ReduceMean", List.of(squares), ints("axes", -1), integer("keepdims", 1));
    String length =
        nodes.emit("Sqrt", nodes.emit("Add", mean, nodes.scalar(OnnxAttributes.EPSILON)));
    return nodes.is(result, nodes.emit("Mul", nodes.emit("Div", x, length), weight));
  }

  @Override
  default String dropout(String x, double probability) {
    nodes().check().dropout(nodes().of(x), probability);
    return x;
  }

  @Override
  default String dropoutAlways(String x, double probability) {
    throw nodes()
        .refuse(
            "dropoutAlways",
            "it drops values at random while sampling too, so a sample could not be made again from its seed; use dropout, which is the identity in an export");
  }
}
