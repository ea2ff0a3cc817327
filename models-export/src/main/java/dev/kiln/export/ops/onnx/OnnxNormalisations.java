package dev.kiln.export.ops.onnx;

import static dev.kiln.export.ops.onnx.OnnxAttributes.epsilon;
import static dev.kiln.export.ops.onnx.OnnxAttributes.integer;
import static dev.kiln.export.ops.onnx.OnnxAttributes.ints;
import static dev.kiln.export.ops.onnx.OnnxAttributes.real;

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

  /**
   * Written as instance normalisation of the rows, which ONNX Runtime runs in less than half of the
   * time of LayerNormalization; then scale and shift.
   */
  @Override
  default String layerNorm(String x, String weight, String bias) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().layerNorm(nodes.of(x), nodes.of(weight), nodes.of(bias));
    String back = normalised(x, result, nodes.longs(-1, 1, nodes.of(weight).size(0).factor()), 1);
    return nodes.is(result, nodes.emit("Add", nodes.emit("Mul", back, weight), bias));
  }

  /**
   * Written as instance normalisation of the groups; then scale and shift in one pass, as a batch
   * normalisation of mean 0 and variance 1.
   */
  @Override
  default String groupNorm(String x, long groups, String weight, String bias) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().groupNorm(nodes.of(x), groups, nodes.of(weight), nodes.of(bias));
    String back = normalised(x, result, nodes.longs(0, groups, -1), groups);
    long channels = nodes.of(weight).size(0).factor();
    String zeros = nodes.filled(0, channels);
    String ones = nodes.filled(1, channels);
    return nodes.is(
        result,
        nodes.emit(
            "BatchNormalization", List.of(back, weight, bias, zeros, ones), real("epsilon", 0)));
  }

  /** Mean 0 and variance 1 for each of some channels that a value is taken apart into. */
  private String normalised(String x, Dims shape, String apart, long channels) {
    OnnxNodes nodes = nodes();
    String normal =
        nodes.emit(
            "InstanceNormalization",
            List.of(
                nodes.emit("Reshape", x, apart),
                nodes.filled(1, channels),
                nodes.filled(0, channels)),
            epsilon());
    return nodes.emit("Reshape", normal, nodes.shapeOf(x, shape));
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
