package dev.kiln.export.graph.pass;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.kiln.export.graph.GraphIndex;
import dev.kiln.export.graph.Nodes;
import dev.kiln.export.graph.Tensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Removes nodes that give back what they got: Identity, a Transpose that keeps the order, times
 * one, plus or minus zero; and makes one of two Transposes or Reshapes in a row.
 */
public final class RemoveNoOps implements GraphPass {
  @Override
  public GraphProto apply(GraphProto graph) {
    GraphIndex index = new GraphIndex(graph);
    Map<String, String> same = new HashMap<>();
    Map<String, NodeProto> makers = new HashMap<>();
    GraphProto.Builder lean = graph.toBuilder().clearNode();
    for (NodeProto old : graph.getNodeList()) {
      NodeProto node = Nodes.reading(old, same);
      node = merged(node, makers.get(node.getInputCount() == 0 ? "" : node.getInput(0)), index);
      String unchanged = unchanged(node, index);
      if (unchanged != null && !index.isPinned(node.getOutput(0))) {
        same.put(node.getOutput(0), unchanged);
      } else if (unchanged != null) {
        lean.addNode(
            Nodes.node("Identity", List.of(unchanged), node.getOutput(0)).toBuilder()
                .setName(node.getName()));
      } else {
        lean.addNode(node);
        for (String output : node.getOutputList()) {
          makers.put(output, node);
        }
      }
    }
    GraphProto result = lean.build();
    return result.equals(graph) ? graph : result;
  }

  /** The input that a node gives back as it is, or null if it does something. */
  private static @Nullable String unchanged(NodeProto node, GraphIndex index) {
    return switch (node.getOpType()) {
      case "Identity" -> node.getInput(0);
      case "Transpose" -> isOrdered(Nodes.integers(node, "perm")) ? node.getInput(0) : null;
      case "Mul" ->
          isNumber(index, node.getInput(1), 1)
              ? node.getInput(0)
              : isNumber(index, node.getInput(0), 1) ? node.getInput(1) : null;
      case "Add" ->
          isNumber(index, node.getInput(1), 0)
              ? node.getInput(0)
              : isNumber(index, node.getInput(0), 0) ? node.getInput(1) : null;
      case "Div" -> isNumber(index, node.getInput(1), 1) ? node.getInput(0) : null;
      case "Sub" -> isNumber(index, node.getInput(1), 0) ? node.getInput(0) : null;
      case "Concat" -> node.getInputCount() == 1 ? node.getInput(0) : null;
      default -> null;
    };
  }

  /** Only a number without dimensions, which cannot change the other side's shape. */
  private static boolean isNumber(GraphIndex index, String value, float number) {
    TensorProto tensor = index.initializer(value);
    return tensor != null
        && tensor.getDimsCount() == 0
        && Tensors.isFloat(tensor)
        && Tensors.floats(tensor)[0] == number;
  }

  private static boolean isOrdered(List<Long> order) {
    for (int i = 0; i < order.size(); i++) {
      if (order.get(i) != i) {
        return false;
      }
    }
    return !order.isEmpty(); // without an order, Transpose reverses
  }

  private static NodeProto merged(NodeProto node, @Nullable NodeProto before, GraphIndex index) {
    if (before == null || !before.getOpType().equals(node.getOpType())) {
      return node;
    }
    return switch (node.getOpType()) {
      case "Transpose" -> mergedOrder(node, before);
      case "Reshape" -> mergedShape(node, before, index);
      default -> node;
    };
  }

  private static NodeProto mergedOrder(NodeProto node, NodeProto before) {
    List<Long> second = Nodes.integers(node, "perm");
    List<Long> first = Nodes.integers(before, "perm");
    if (first.isEmpty() || second.isEmpty()) {
      return node;
    }
    List<Long> order = new ArrayList<>();
    second.forEach(axis -> order.add(first.get(axis.intValue())));
    return node.toBuilder()
        .setInput(0, before.getInput(0))
        .clearAttribute()
        .addAttribute(Nodes.attribute("perm", order))
        .build();
  }

  /** The second shape alone decides, unless it takes over (0) what the first one has changed. */
  private static NodeProto mergedShape(NodeProto node, NodeProto before, GraphIndex index) {
    TensorProto second = index.initializer(node.getInput(1));
    TensorProto first = index.initializer(before.getInput(1));
    if (second == null
        || Nodes.integer(node, "allowzero", 0) != 0
        || Nodes.integer(before, "allowzero", 0) != 0) {
      return node;
    }
    long[] to = Tensors.longs(second);
    long[] through = first == null ? new long[0] : Tensors.longs(first);
    for (int i = 0; i < to.length; i++) {
      boolean untouched = i < through.length && through[i] == 0;
      if (to[i] == 0 && !untouched) {
        return node;
      }
    }
    return node.toBuilder().setInput(0, before.getInput(0)).build();
  }
}
