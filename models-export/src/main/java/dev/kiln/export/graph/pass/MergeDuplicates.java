package dev.kiln.export.graph.pass;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.kiln.export.graph.GraphIndex;
import dev.kiln.export.graph.Nodes;
import dev.kiln.export.graph.Tensors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps one of several initialisers with the same values, and of nodes that compute the same. */
public final class MergeDuplicates implements GraphPass {
  /** What makes two nodes the same. */
  private record Work(
      String type, String domain, List<String> inputs, List<?> attributes, int outputs) {}

  @Override
  public GraphProto apply(GraphProto graph) {
    GraphIndex index = new GraphIndex(graph);
    Map<String, String> same = new HashMap<>();
    GraphProto.Builder merged = graph.toBuilder().clearInitializer().clearNode();
    Map<TensorProto, String> tensors = new HashMap<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      String name = tensor.getName();
      TensorProto values = Tensors.normal(tensor).toBuilder().clearName().clearDocString().build();
      String first =
          index.isPinned(name) || index.isInput(name) ? null : tensors.putIfAbsent(values, name);
      if (first == null) {
        merged.addInitializer(tensor);
      } else {
        same.put(name, first);
      }
    }
    Map<Work, NodeProto> done = new HashMap<>();
    for (NodeProto old : graph.getNodeList()) {
      NodeProto node = Nodes.reading(old, same);
      NodeProto first = mergeable(node, index) ? done.putIfAbsent(work(node), node) : null;
      if (first == null) {
        merged.addNode(node);
      } else {
        for (int i = 0; i < node.getOutputCount(); i++) {
          same.put(node.getOutput(i), first.getOutput(i));
        }
      }
    }
    return same.isEmpty() ? graph : merged.build();
  }

  private static boolean mergeable(NodeProto node, GraphIndex index) {
    return Nodes.isRepeatable(node) && node.getOutputList().stream().noneMatch(index::isPinned);
  }

  private static Work work(NodeProto node) {
    return new Work(
        node.getOpType(),
        node.getDomain(),
        node.getInputList(),
        node.getAttributeList(),
        node.getOutputCount());
  }
}
