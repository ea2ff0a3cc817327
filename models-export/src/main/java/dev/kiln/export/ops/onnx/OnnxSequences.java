package dev.kiln.export.ops.onnx;

import static dev.kiln.export.ops.onnx.OnnxAttributes.integer;
import static dev.kiln.export.ops.onnx.OnnxAttributes.ints;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.kiln.export.ops.Sequences;
import dev.kiln.export.ops.shape.Dims;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tokens and sequences as ONNX nodes. */
interface OnnxSequences extends Sequences<String>, OnnxRoom {
  @Override
  default String embedding(String indices, String table) {
    OnnxNodes nodes = nodes();
    return nodes.is(
        nodes.check().embedding(nodes.of(indices), nodes.of(table)),
        nodes.emit("Gather", List.of(table, indices), integer("axis", 0)));
  }

  /** |x - c|^2 without |x|^2, which is the same for every code. */
  @Override
  default String nearest(String x, String table) {
    OnnxNodes nodes = nodes();
    Dims result = nodes.check().nearest(nodes.of(x), nodes.of(table));
    String squares =
        nodes.emit("ReduceSumSquare", List.of(table), ints("axes", 1), integer("keepdims", 0));
    String codes = nodes.emit("Transpose", List.of(table), ints("perm", 1, 0));
    String products = nodes.emit("Mul", nodes.emit("MatMul", x, codes), nodes.scalar(2));
    String distances = nodes.emit("Sub", squares, products);
    return nodes.is(
        result,
        nodes.emit("ArgMin", List.of(distances), integer("axis", -1), integer("keepdims", 0)));
  }

  @Override
  default String attention(
      String query, String key, String value, @Nullable String keyMask, boolean causal) {
    OnnxNodes nodes = nodes();
    Dims result =
        nodes
            .check()
            .attention(
                nodes.of(query),
                nodes.of(key),
                nodes.of(value),
                keyMask == null ? null : nodes.of(keyMask),
                causal);
    double scale = 1 / Math.sqrt((double) nodes.of(query).size(3).factor());
    String turned = nodes.emit("Transpose", List.of(key), ints("perm", 0, 1, 3, 2));
    String products = nodes.emit("MatMul", query, turned);
    String scores = nodes.emit("Mul", products, nodes.scalar(scale));
    String seen = seen(query, keyMask, causal);
    String masked =
        seen == null ? scores : nodes.emit("Where", seen, scores, nodes.scalar(OnnxNodes.NEVER));
    String shares = nodes.emit("Softmax", List.of(masked), integer("axis", -1));
    return nodes.is(result, nodes.emit("MatMul", shares, value));
  }

  /** Truth values that are broadcast to [N, heads, L, S], or null if everything is seen. */
  private @Nullable String seen(String query, @Nullable String keyMask, boolean causal) {
    OnnxNodes nodes = nodes();
    String keys = keyMask == null ? null : nodes.emit("Unsqueeze", keyMask, nodes.longs(1, 2));
    if (!causal) {
      return keys;
    }
    String before = before(query);
    return keys == null ? before : nodes.emit("And", keys, before);
  }

  /** Truth values [L, L]: each place sees itself and those before. */
  private String before(String query) {
    OnnxNodes nodes = nodes();
    String places = nodes.range(query, 2);
    return nodes.emit("LessOrEqual", places, nodes.emit("Unsqueeze", places, nodes.longs(1)));
  }

  @Override
  default String lstm(String x, String weight, String recurrence, String bias) {
    return recurrent(
        "LSTM",
        nodes()
            .check()
            .lstm(nodes().of(x), nodes().of(weight), nodes().of(recurrence), nodes().of(bias)),
        List.of(x, weight, recurrence, bias));
  }

  @Override
  default String gru(String x, String weight, String recurrence, String bias) {
    return recurrent(
        "GRU",
        nodes()
            .check()
            .gru(nodes().of(x), nodes().of(weight), nodes().of(recurrence), nodes().of(bias)),
        List.of(x, weight, recurrence, bias),
        integer("linear_before_reset", 1));
  }

  /** ONNX Runtime takes the sequence before the batch and gives [L, 1, N, hidden]. */
  private String recurrent(
      String type, Dims result, List<String> inputs, AttributeProto... attributes) {
    OnnxNodes nodes = nodes();
    List<String> turned = new ArrayList<>(inputs);
    turned.set(0, nodes.emit("Transpose", List.of(inputs.get(0)), ints("perm", 1, 0, 2)));
    List<AttributeProto> all = new ArrayList<>(List.of(attributes));
    all.add(integer("hidden_size", result.last().factor()));
    String states = nodes.emit(type, turned, all.toArray(AttributeProto[]::new));
    String squeezed = nodes.emit("Squeeze", states, nodes.longs(1));
    return nodes.is(result, nodes.emit("Transpose", List.of(squeezed), ints("perm", 1, 0, 2)));
  }
}
