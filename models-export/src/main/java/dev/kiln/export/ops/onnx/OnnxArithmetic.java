package dev.kiln.export.ops.onnx;

import static dev.kiln.export.ops.onnx.OnnxAttributes.integer;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.kiln.export.ops.Arithmetic;
import dev.kiln.export.ops.shape.Dims;
import java.util.List;

/** Arithmetic as ONNX nodes. */
interface OnnxArithmetic extends Arithmetic<String>, OnnxRoom {
  @Override
  default String add(String a, String b) {
    return pair("Add", nodes().check().add(nodes().of(a), nodes().of(b)), a, b);
  }

  @Override
  default String subtract(String a, String b) {
    return pair("Sub", nodes().check().subtract(nodes().of(a), nodes().of(b)), a, b);
  }

  @Override
  default String multiply(String a, String b) {
    return pair("Mul", nodes().check().multiply(nodes().of(a), nodes().of(b)), a, b);
  }

  @Override
  default String divide(String a, String b) {
    return pair("Div", nodes().check().divide(nodes().of(a), nodes().of(b)), a, b);
  }

  @Override
  default String maximum(String a, String b) {
    return pair("Max", nodes().check().maximum(nodes().of(a), nodes().of(b)), a, b);
  }

  @Override
  default String minimum(String a, String b) {
    return pair("Min", nodes().check().minimum(nodes().of(a), nodes().of(b)), a, b);
  }

  @Override
  default String scale(String x, double factor) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().scale(nodes.of(x), factor), nodes.emit("Mul", x, nodes.scalar(factor)));
  }

  @Override
  default String shift(String x, double amount) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().shift(nodes.of(x), amount), nodes.emit("Add", x, nodes.scalar(amount)));
  }

  @Override
  default String power(String x, double exponent) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().power(nodes.of(x), exponent), nodes.emit("Pow", x, nodes.scalar(exponent)));
  }

  @Override
  default String clip(String x, double low, double high) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().clip(nodes.of(x), low, high),
        nodes.emit("Clip", x, nodes.scalar(low), nodes.scalar(high)));
  }

  @Override
  default String negate(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(nodes.check().negate(nodes.of(x)), nodes.emit("Neg", x));
  }

  @Override
  default String abs(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(nodes.check().abs(nodes.of(x)), nodes.emit("Abs", x));
  }

  @Override
  default String sign(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(nodes.check().sign(nodes.of(x)), nodes.emit("Sign", x));
  }

  @Override
  default String sqrt(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(nodes.check().sqrt(nodes.of(x)), nodes.emit("Sqrt", x));
  }

  @Override
  default String reciprocal(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(nodes.check().reciprocal(nodes.of(x)), nodes.emit("Reciprocal", x));
  }

  @Override
  default String exp(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(nodes.check().exp(nodes.of(x)), nodes.emit("Exp", x));
  }

  @Override
  default String log(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(nodes.check().log(nodes.of(x)), nodes.emit("Log", x));
  }

  @Override
  default String sin(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(nodes.check().sin(nodes.of(x)), nodes.emit("Sin", x));
  }

  @Override
  default String cos(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(nodes.check().cos(nodes.of(x)), nodes.emit("Cos", x));
  }

  @Override
  default String erf(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(nodes.check().erf(nodes.of(x)), nodes.emit("Erf", x));
  }

  @Override
  default String floor(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(nodes.check().floor(nodes.of(x)), nodes.emit("Floor", x));
  }

  @Override
  default String round(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(nodes.check().round(nodes.of(x)), nodes.emit("Round", x));
  }

  @Override
  default String square(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(nodes.check().square(nodes.of(x)), nodes.emit("Mul", x, x));
  }

  @Override
  default String rsqrt(String x) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().rsqrt(nodes.of(x)), nodes.emit("Reciprocal", nodes.emit("Sqrt", x)));
  }

  @Override
  default String greater(String a, String b) {
    return pair("Greater", nodes().check().greater(nodes().of(a), nodes().of(b)), a, b);
  }

  @Override
  default String less(String a, String b) {
    return pair("Less", nodes().check().less(nodes().of(a), nodes().of(b)), a, b);
  }

  @Override
  default String equal(String a, String b) {
    return pair("Equal", nodes().check().equal(nodes().of(a), nodes().of(b)), a, b);
  }

  @Override
  default String and(String a, String b) {
    return pair("And", nodes().check().and(nodes().of(a), nodes().of(b)), a, b);
  }

  @Override
  default String or(String a, String b) {
    return pair("Or", nodes().check().or(nodes().of(a), nodes().of(b)), a, b);
  }

  @Override
  default String not(String a) {
    OnnxNodes nodes = nodes();
    return nodes.is(nodes.check().not(nodes.of(a)), nodes.emit("Not", a));
  }

  @Override
  default String where(String condition, String yes, String no) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().where(nodes.of(condition), nodes.of(yes), nodes.of(no));
    return nodes.is(result, nodes.emit("Where", condition, yes, no));
  }

  @Override
  default String toFloat(String x) {
    return cast(nodes().check().toFloat(nodes().of(x)), x, TensorProto.DataType.FLOAT);
  }

  @Override
  default String toIndices(String x) {
    return cast(nodes().check().toIndices(nodes().of(x)), x, TensorProto.DataType.INT64);
  }

  private String pair(String type, Dims result, String a, String b) {
    return nodes().is(result, nodes().emit(type, a, b));
  }

  private String cast(Dims result, String x, TensorProto.DataType type) {
    if (nodes().of(x).element() == result.element()) {
      return x;
    }
    return nodes().is(result, nodes().emit("Cast", List.of(x), integer("to", type.getNumber())));
  }
}
