package dev.kiln.export.ops.onnx;

import static dev.kiln.export.ops.onnx.OnnxAttributes.integer;
import static dev.kiln.export.ops.onnx.OnnxAttributes.real;

import dev.kiln.export.ops.Activations;
import dev.kiln.export.ops.shape.Dims;
import java.util.List;

/** Activations as ONNX nodes. */
interface OnnxActivations extends Activations<String>, OnnxRoom {
  @Override
  default String relu(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(nodes.check().relu(nodes.of(x)), nodes.emit("Relu", x));
  }

  @Override
  default String selu(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(nodes.check().selu(nodes.of(x)), nodes.emit("Selu", x));
  }

  @Override
  default String elu(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(nodes.check().elu(nodes.of(x)), nodes.emit("Elu", x));
  }

  @Override
  default String softplus(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(nodes.check().softplus(nodes.of(x)), nodes.emit("Softplus", x));
  }

  @Override
  default String tanh(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(nodes.check().tanh(nodes.of(x)), nodes.emit("Tanh", x));
  }

  @Override
  default String sigmoid(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(nodes.check().sigmoid(nodes.of(x)), nodes.emit("Sigmoid", x));
  }

  @Override
  default String hardSwish(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(nodes.check().hardSwish(nodes.of(x)), nodes.emit("HardSwish", x));
  }

  @Override
  default String leakyRelu(String x, double slope) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().leakyRelu(nodes.of(x), slope),
        nodes.emit("LeakyRelu", List.of(x), real("alpha", (float) slope)));
  }

  @Override
  default String prelu(String x, String slope) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().prelu(nodes.of(x), nodes.of(slope));
    return nodes.is(result, nodes.emit("PRelu", x, nodes.alongChannels(slope, result.rank())));
  }

  /** In the form that ONNX Runtime fuses into one node. */
  @Override
  default String gelu(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().gelu(nodes.of(x)),
        nodes.emit(
            "Mul",
            nodes.emit(
                "Mul",
                x,
                nodes.emit(
                    "Add",
                    nodes.emit("Erf", nodes.emit("Div", x, nodes.scalar(Math.sqrt(2)))),
                    nodes.scalar(1))),
            nodes.scalar(0.5)));
  }

  /** With 1 + tanh(u) = 2 sigmoid(2 u), which takes fewer passes over the values. */
  @Override
  default String geluTanh(String x) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().geluTanh(nodes.of(x));
    double slope = 2 * Math.sqrt(2 / Math.PI);
    String squares = nodes.emit("Mul", x, x);
    String bent = nodes.emit("Mul", squares, nodes.scalar(slope * 0.044715));
    String inner = nodes.emit("Mul", x, nodes.emit("Add", bent, nodes.scalar(slope)));
    return nodes.is(result, nodes.emit("Mul", x, nodes.emit("Sigmoid", inner)));
  }

  @Override
  default String silu(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().silu(nodes.of(x)), nodes.emit("Mul", x, nodes.emit("Sigmoid", x)));
  }

  @Override
  default String mish(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().mish(nodes.of(x)),
        nodes.emit("Mul", x, nodes.emit("Tanh", nodes.emit("Softplus", x))));
  }

  @Override
  default String hardSigmoid(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().hardSigmoid(nodes.of(x)),
        nodes.emit("HardSigmoid", List.of(x), real("alpha", 1 / 6f), real("beta", 0.5f)));
  }

  @Override
  default String softmax(String x, long axis) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().softmax(nodes.of(x), axis),
        nodes.emit("Softmax", List.of(x), integer("axis", axis)));
  }

  @Override
  default String logSoftmax(String x, long axis) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().logSoftmax(nodes.of(x), axis),
        nodes.emit("LogSoftmax", List.of(x), integer("axis", axis)));
  }
}
