package dev.kiln.export.ops.onnx;

import static dev.kiln.export.ops.onnx.OnnxAttributes.epsilon;
import static dev.kiln.export.ops.onnx.OnnxAttributes.integer;
import static dev.kiln.export.ops.onnx.OnnxAttributes.ints;

import java.util.List;
import java.util.function.Function;

/** The ways in which one could write some operations; the first is how {@link OnnxOps} does. */
final class OpForms {
  private static final long CHANNELS = 48;
  private static final long GROUPS = 8;
  private static final long HEADS = 4;
  private static final String MICROSOFT = "com.microsoft:";

  private OpForms() {}

  /**
   * One way to write an operation.
   *
   * @param operation what it computes
   * @param name how
   * @param row the shape of one row of its input
   * @param write writes the nodes, from the input to the result
   */
  record Form(String operation, String name, List<Long> row, Function<OnnxOps, String> write) {}

  static List<Form> all() {
    List<Long> image = List.of(CHANNELS, 14L, 14L);
    List<Long> tokens = List.of(64L, CHANNELS);
    List<Long> wide = List.of(64L, 256L);
    return List.of(
        form("silu", "as written: x * sigmoid(x)", image, ops -> ops.silu("x")),
        form("silu", "x / (1 + exp(-x))", image, OpForms::siluByExp),
        form("gelu", "as written: x * (1 + erf(x / sqrt 2)) * 0.5", tokens, ops -> ops.gelu("x")),
        form("gelu", "0.5 x * (1 + erf(x * 0.7071))", tokens, OpForms::geluByFactors),
        form(
            "gelu",
            "Gelu of com.microsoft",
            tokens,
            ops -> ops.nodes().emit(MICROSOFT + "Gelu", "x")),
        form(
            "geluTanh",
            "as written: x * sigmoid(x * (a + b * x * x))",
            tokens,
            ops -> ops.geluTanh("x")),
        form("geluTanh", "0.5 x * (1 + tanh(...))", tokens, OpForms::geluTanhByProducts),
        form(
            "geluTanh",
            "FastGelu of com.microsoft",
            tokens,
            ops -> ops.nodes().emit(MICROSOFT + "FastGelu", "x")),
        form(
            "groupNorm",
            "as written: InstanceNormalization, BatchNormalization",
            image,
            ops -> ops.groupNorm("x", GROUPS, weight(ops), bias(ops))),
        form("groupNorm", "InstanceNormalization, Mul, Add", image, OpForms::groupNormByMulAdd),
        form("groupNorm", "mean and variance", image, OpForms::groupNormComposed),
        form(
            "layerNorm, 48 wide",
            "as written: InstanceNormalization of the rows",
            tokens,
            ops -> layerNorm(ops, 48, "written")),
        form("layerNorm, 48 wide", "LayerNormalization", tokens, ops -> layerNorm(ops, 48, "node")),
        form(
            "layerNorm, 48 wide",
            "mean and variance",
            tokens,
            ops -> layerNorm(ops, 48, "composed")),
        form(
            "layerNorm, 48 wide",
            "x + (-mean), then as rmsNorm",
            tokens,
            ops -> layerNorm(ops, 48, "rms")),
        form(
            "layerNorm, 256 wide",
            "as written: InstanceNormalization of the rows",
            wide,
            ops -> layerNorm(ops, 256, "written")),
        form("layerNorm, 256 wide", "LayerNormalization", wide, ops -> layerNorm(ops, 256, "node")),
        form(
            "layerNorm, 256 wide",
            "mean and variance",
            wide,
            ops -> layerNorm(ops, 256, "composed")),
        form(
            "layerNorm, 256 wide",
            "x + (-mean), then as rmsNorm",
            wide,
            ops -> layerNorm(ops, 256, "rms")),
        form(
            "rmsNorm",
            "as written: x / Sqrt(mean(Pow(x, 2)))",
            tokens,
            ops -> ops.rmsNorm("x", weight(ops))),
        form("rmsNorm", "x * Reciprocal(Sqrt(mean(x * x)))", tokens, OpForms::rmsNormByReciprocal),
        form(
            "linear",
            "as written: MatMul, Add",
            tokens,
            ops -> ops.linear("x", matrix(ops, "w"), bias(ops))),
        form("linear", "Reshape, Gemm, Reshape", tokens, OpForms::linearByGemm),
        form("attention", "as written: scores scaled", tokens, ops -> attention(ops, "written")),
        form("attention", "queries scaled", tokens, ops -> attention(ops, "queries")),
        form("attention", "keys turned at once", tokens, ops -> attention(ops, "turned")),
        form(
            "attention",
            "MultiHeadAttention of com.microsoft",
            tokens,
            ops -> attention(ops, "microsoft")),
        form(
            "pixelUnshuffle",
            "as written: SpaceToDepth, Gather",
            image,
            ops -> ops.pixelUnshuffle("x", 2)),
        form(
            "pixelUnshuffle", "Reshape, Transpose, Reshape", image, OpForms::unshuffleByTranspose));
  }

  private static Form form(
      String operation, String name, List<Long> row, Function<OnnxOps, String> write) {
    return new Form(operation, name, row, write);
  }

  private static String weight(OnnxOps ops) {
    return ops.constant(values(CHANNELS, 0.3f), CHANNELS);
  }

  private static String bias(OnnxOps ops) {
    return ops.constant(values(CHANNELS, 0.1f), CHANNELS);
  }

  private static String matrix(OnnxOps ops, String name) {
    return ops.in(name).constant(values(CHANNELS * CHANNELS, 0.05f), CHANNELS, CHANNELS);
  }

  private static float[] values(long count, float step) {
    float[] values = new float[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = step * (i % 7 - 3);
    }
    return values;
  }

  private static String siluByExp(OnnxOps ops) {
    return ops.divide("x", ops.shift(ops.exp(ops.negate("x")), 1));
  }

  private static String geluByFactors(OnnxOps ops) {
    String gate = ops.shift(ops.erf(ops.scale("x", Math.sqrt(0.5))), 1);
    return ops.multiply(ops.scale("x", 0.5), gate);
  }

  private static String geluTanhByProducts(OnnxOps ops) {
    String cubic = ops.scale(ops.multiply(ops.multiply("x", "x"), "x"), 0.044715);
    String inner = ops.scale(ops.add("x", cubic), Math.sqrt(2 / Math.PI));
    return ops.multiply(ops.scale("x", 0.5), ops.shift(ops.tanh(inner), 1));
  }

  private static String groupNormByMulAdd(OnnxOps ops) {
    OnnxNodes nodes = ops.nodes();
    String grouped = nodes.emit("Reshape", "x", nodes.longs(0, GROUPS, -1));
    String normal =
        nodes.emit(
            "InstanceNormalization",
            List.of(grouped, nodes.filled(1, GROUPS), nodes.filled(0, GROUPS)),
            epsilon());
    String back = nodes.emit("Reshape", normal, nodes.longs(0, CHANNELS, 14, 14));
    String scaled = nodes.emit("Mul", back, nodes.alongChannels(weight(ops), 4));
    return nodes.emit("Add", scaled, nodes.alongChannels(bias(ops), 4));
  }

  private static String groupNormComposed(OnnxOps ops) {
    String grouped = ops.reshape("x", 0, GROUPS, -1);
    String centred = ops.subtract(grouped, ops.mean(grouped, true, 2));
    String length = ops.sqrt(ops.shift(ops.mean(ops.square(centred), true, 2), 1e-5));
    String back = ops.reshape(ops.divide(centred, length), 0, CHANNELS, 14, 14);
    String scaled = ops.multiply(back, ops.reshape(weight(ops), CHANNELS, 1, 1));
    return ops.add(scaled, ops.reshape(bias(ops), CHANNELS, 1, 1));
  }

  private static String layerNorm(OnnxOps ops, long width, String how) {
    OnnxNodes nodes = ops.nodes();
    String weight = ops.constant(values(width, 0.3f), width);
    String bias = ops.constant(values(width, 0.1f), width);
    return switch (how) {
      case "written" -> ops.layerNorm("x", weight, bias);
      case "node" ->
          nodes.emit(
              "LayerNormalization", List.of("x", weight, bias), integer("axis", -1), epsilon());
      case "composed" -> {
        String centred = ops.subtract("x", ops.mean("x", true, 2));
        String length = ops.sqrt(ops.shift(ops.mean(ops.square(centred), true, 2), 1e-5));
        yield ops.add(ops.multiply(ops.divide(centred, length), weight), bias);
      }
      case "rms" -> {
        String centred = ops.add("x", ops.negate(ops.mean("x", true, 2)));
        yield ops.add(ops.rmsNorm(centred, weight), bias);
      }
      default -> throw new IllegalArgumentException(how);
    };
  }

  private static String rmsNormByReciprocal(OnnxOps ops) {
    String length = ops.rsqrt(ops.shift(ops.mean(ops.square("x"), true, 2), 1e-5));
    return ops.multiply(ops.multiply("x", length), weight(ops));
  }

  private static String linearByGemm(OnnxOps ops) {
    OnnxNodes nodes = ops.nodes();
    String rows = nodes.emit("Reshape", "x", nodes.longs(-1, CHANNELS));
    String product =
        nodes.emit("Gemm", List.of(rows, matrix(ops, "w"), bias(ops)), integer("transB", 1));
    return nodes.emit("Reshape", product, nodes.longs(-1, 64, CHANNELS));
  }

  /** The whole of self-attention over tokens with several heads, with its projections. */
  private static String attention(OnnxOps ops, String how) {
    String query = ops.linear("x", matrix(ops, "q"), bias(ops));
    String key = ops.linear("x", matrix(ops, "k"), bias(ops));
    String value = ops.linear("x", matrix(ops, "v"), bias(ops));
    OnnxNodes nodes = ops.nodes();
    if (how.equals("microsoft")) {
      return nodes.emit(
          MICROSOFT + "MultiHeadAttention",
          List.of(query, key, value),
          integer("num_heads", HEADS));
    }
    double scale = 1 / Math.sqrt((double) CHANNELS / HEADS);
    String q = split(ops, query);
    String v = split(ops, value);
    String mixed;
    if (how.equals("written")) {
      mixed = ops.attention(q, split(ops, key), v, null, false);
    } else if (how.equals("queries")) {
      String turned = ops.transpose(split(ops, key), 0, 1, 3, 2);
      mixed = ops.matmul(ops.softmax(ops.matmul(ops.scale(q, scale), turned), 3), v);
    } else {
      String rows = ops.reshape(key, 0, 0, HEADS, CHANNELS / HEADS);
      String turned = ops.transpose(rows, 0, 2, 3, 1);
      mixed = ops.matmul(ops.softmax(ops.matmul(ops.scale(q, scale), turned), 3), v);
    }
    return ops.reshape(ops.transpose(mixed, 0, 2, 1, 3), 0, 0, CHANNELS);
  }

  private static String split(OnnxOps ops, String x) {
    return ops.transpose(ops.reshape(x, 0, 0, HEADS, CHANNELS / HEADS), 0, 2, 1, 3);
  }

  private static String unshuffleByTranspose(OnnxOps ops) {
    OnnxNodes nodes = ops.nodes();
    String split = nodes.emit("Reshape", "x", nodes.longs(0, CHANNELS, 7, 2, 7, 2));
    String turned = nodes.emit("Transpose", List.of(split), ints("perm", 0, 1, 3, 5, 2, 4));
    return nodes.emit("Reshape", turned, nodes.longs(0, 4 * CHANNELS, 7, 7));
  }
}
