package dev.kiln.export.graph.pass;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.kiln.export.graph.GraphIndex;
import dev.kiln.export.graph.Nodes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Removes nodes and initialisers that no output of the graph needs. */
public final class RemoveUnused implements GraphPass {
  @Override
  public GraphProto apply(GraphProto graph) {
    Set<String> needed = needed(graph);
    List<NodeProto> nodes =
        graph.getNodeList().stream()
            .filter(node -> node.getOutputList().stream().anyMatch(needed::contains))
            .toList();
    List<TensorProto> initializers =
        graph.getInitializerList().stream()
            .filter(tensor -> needed.contains(tensor.getName()))
            .toList();
    return nodes.size() == graph.getNodeCount()
            && initializers.size() == graph.getInitializerCount()
        ? graph
        : graph.toBuilder()
            .clearNode()
            .addAllNode(nodes)
            .clearInitializer()
            .addAllInitializer(initializers)
            .build();
  }

  private static Set<String> needed(GraphProto graph) {
    GraphIndex index = new GraphIndex(graph);
    Set<String> needed = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    graph.getOutputList().forEach(output -> open.add(output.getName()));
    while (!open.isEmpty()) {
      String value = open.pop();
      if (!value.isEmpty() && needed.add(value)) {
        NodeProto maker = index.maker(value);
        if (maker != null) {
          open.addAll(maker.getInputList());
          open.addAll(Nodes.captured(maker));
        }
      }
    }
    return needed;
  }
}
