package dev.kiln.export.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who makes and who uses each value of a graph, as it was when the index was made. */
public final class GraphIndex {
  private final Map<String, NodeProto> makers = new HashMap<>();
  private final Map<String, TensorProto> initializers = new HashMap<>();
  private final Map<String, List<NodeProto>> users = new HashMap<>();
  private final Set<String> pinned = new HashSet<>();
  private final Set<String> inputs = new HashSet<>();

  /** Of a graph. */
  public GraphIndex(GraphProto graph) {
    graph.getInputList().stream().map(ValueInfoProto::getName).forEach(inputs::add);
    graph.getOutputList().stream().map(ValueInfoProto::getName).forEach(pinned::add);
    graph.getInitializerList().forEach(tensor -> initializers.put(tensor.getName(), tensor));
    for (NodeProto node : graph.getNodeList()) {
      node.getOutputList().forEach(output -> makers.put(output, node));
      node.getInputList()
          .forEach(input -> users.computeIfAbsent(input, any -> new ArrayList<>()).add(node));
      pinned.addAll(Nodes.captured(node));
    }
  }

  /** The node that makes a value; null for inputs and initialisers. */
  public @Nullable NodeProto maker(String value) {
    return makers.get(value);
  }

  /** The values of an initialiser; null for others. */
  public @Nullable TensorProto initializer(String value) {
    return initializers.get(value);
  }

  /** The nodes that read a value, one as often as it does. */
  public List<NodeProto> users(String value) {
    return users.getOrDefault(value, List.of());
  }

  /** Whether the graph takes this value from outside. */
  public boolean isInput(String value) {
    return inputs.contains(value);
  }

  /** Whether a value must keep its name: an output of the graph, or read inside a loop's body. */
  public boolean isPinned(String value) {
    return pinned.contains(value);
  }

  /** Whether one node reads a value, once, and nobody else does. */
  public boolean isReadOnce(String value) {
    return users(value).size() == 1 && !isPinned(value);
  }

  /** A name that no value has yet, beginning with the given one. */
  public String fresh(String stem) {
    String name = stem;
    for (int i = 2; isTaken(name); i++) {
      name = stem + "." + i;
    }
    return name;
  }

  private boolean isTaken(String name) {
    return makers.containsKey(name)
        || initializers.containsKey(name)
        || inputs.contains(name)
        || pinned.contains(name);
  }
}
