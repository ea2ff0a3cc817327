package dev.kiln.export.graph.pass;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.kiln.export.graph.GraphIndex;
import dev.kiln.export.graph.Nodes;
import dev.kiln.export.graph.Tensors;
import dev.kiln.export.graph.ValueShapes;
import java.util.List;
import java.util.Optional;

/**
 * Writes shapes that are known down in numbers: the Shape of such a value becomes a constant, a
 * Reshape to the shape of another value a Reshape to [0, 32, 7, 7], and a Reshape that changes
 * nothing an Identity.
 */
public final class FoldShapes implements GraphPass {
  @Override
  public GraphProto apply(GraphProto graph) {
    boolean any =
        graph.getNodeList().stream()
            .anyMatch(n -> n.getOpType().equals("Shape") || n.getOpType().equals("Reshape"));
    if (!any) {
      return graph;
    }
    GraphIndex index = new GraphIndex(graph);
    ValueShapes shapes = ValueShapes.of(graph);
    GraphProto.Builder folded = graph.toBuilder().clearNode();
    for (NodeProto node : graph.getNodeList()) {
      switch (node.getOpType()) {
        case "Shape" -> foldShape(node, shapes, index, folded);
        case "Reshape" -> foldReshape(node, shapes, index, folded);
        default -> folded.addNode(node);
      }
    }
    GraphProto result = folded.build();
    return result.equals(graph) ? graph : result;
  }

  private static void foldShape(
      NodeProto node, ValueShapes shapes, GraphIndex index, GraphProto.Builder folded) {
    Optional<List<String>> sizes = shapes.of(node.getInput(0));
    if (sizes.isPresent()
        && sizes.get().stream().allMatch(ValueShapes::isNumber)
        && node.getAttributeCount() == 0
        && !index.isPinned(node.getOutput(0))) {
      folded.addInitializer(
          Tensors.longs(
              node.getOutput(0), sizes.get().stream().mapToLong(Long::parseLong).toArray()));
    } else {
      folded.addNode(node);
    }
  }

  private static void foldReshape(
      NodeProto node, ValueShapes shapes, GraphIndex index, GraphProto.Builder folded) {
    Optional<List<String>> from = shapes.of(node.getInput(0));
    if (from.isPresent()
        && !from.get().contains(ValueShapes.UNKNOWN)
        && from.equals(shapes.of(node.getOutput(0)))) {
      folded.addNode(Nodes.node("Identity", List.of(node.getInput(0)), node.getOutput(0)));
      return;
    }
    NodeProto shape = index.maker(node.getInput(1));
    if (from.isPresent()
        && shape != null
        && shape.getOpType().equals("Shape")
        && shape.getAttributeCount() == 0) {
      Optional<long[]> target = shapes.of(shape.getInput(0)).flatMap(to -> target(from.get(), to));
      if (target.isPresent()) {
        String name = index.fresh(node.getOutput(0) + ".shape");
        folded.addInitializer(Tensors.longs(name, target.get()));
        folded.addNode(node.toBuilder().setInput(1, name));
        return;
      }
    }
    folded.addNode(node);
  }

  /** A shape for Reshape: numbers, 0 for what stays in its place, -1 for one that is left. */
  private static Optional<long[]> target(List<String> from, List<String> to) {
    long[] target = new long[to.size()];
    boolean open = false;
    for (int i = 0; i < target.length; i++) {
      String size = to.get(i);
      if (ValueShapes.isNumber(size)) {
        target[i] = Long.parseLong(size);
      } else if (i < from.size() && !size.equals(ValueShapes.UNKNOWN) && size.equals(from.get(i))) {
        target[i] = 0;
      } else if (open) {
        return Optional.empty();
      } else {
        target[i] = -1;
        open = true;
      }
    }
    return Optional.of(target);
  }
}
