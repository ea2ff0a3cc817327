package dev.kiln.export.graph.pass;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.kiln.export.graph.GraphIndex;
import dev.kiln.export.graph.Nodes;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets the node that makes an output of the graph carry its name, in the place of an Identity that
 * only renames. An input or a weight that goes straight to an output keeps its Identity.
 */
public final class NameOutputs implements GraphPass {
  @Override
  public GraphProto apply(GraphProto graph) {
    GraphIndex index = new GraphIndex(graph);
    Map<String, String> names = new HashMap<>();
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOpType().equals("Identity") && index.isPinned(node.getOutput(0))) {
        String value = node.getInput(0);
        if (index.maker(value) != null && !index.isPinned(value)) {
          names.putIfAbsent(value, node.getOutput(0));
        }
      }
    }
    if (names.isEmpty()) {
      return graph;
    }
    GraphProto.Builder renamed = graph.toBuilder().clearNode();
    for (NodeProto node : graph.getNodeList()) {
      boolean absorbed =
          node.getOpType().equals("Identity")
              && node.getOutput(0).equals(names.get(node.getInput(0)));
      if (!absorbed) {
        renamed.addNode(making(Nodes.reading(node, names), names));
      }
    }
    return renamed.build();
  }

  private static NodeProto making(NodeProto node, Map<String, String> names) {
    NodeProto.Builder changed = node.toBuilder();
    for (int i = 0; i < node.getOutputCount(); i++) {
      changed.setOutput(i, names.getOrDefault(node.getOutput(i), node.getOutput(i)));
    }
    return changed.build();
  }
}
