package dev.kiln.export.graph.pass;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.kiln.export.graph.ConstantEvaluator;
import dev.kiln.export.graph.GraphIndex;
import dev.kiln.export.graph.Nodes;
import dev.kiln.export.graph.Tensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replaces what can be computed from initialisers alone by its values, which ONNX Runtime computes.
 *
 * <p>Values that would take much more room than what they are made from, such as a mask that is
 * spread out, are left to be made while running. A weight that is only reshaped keeps its name.
 */
public final class FoldConstants implements GraphPass {
  /** Constants up to this size are always folded. */
  private static final int SMALL_BYTES = 1 << 16;

  private static final Set<String> VIEWS =
      Set.of("Reshape", "Squeeze", "Unsqueeze", "Flatten", "Identity");

  private final boolean sparing;

  /** Folds what does not need much more room afterwards. */
  public FoldConstants() {
    this(true);
  }

  private FoldConstants(boolean sparing) {
    this.sparing = sparing;
  }

  /** Folds whatever it takes, to look at the values. */
  public static FoldConstants everything() {
    return new FoldConstants(false);
  }

  @Override
  public GraphProto apply(GraphProto graph) {
    GraphIndex index = new GraphIndex(graph);
    List<NodeProto> constant = constant(graph, index);
    if (constant.isEmpty()) {
      return graph;
    }
    Map<String, TensorProto> values = values(graph, index, constant);
    if (values.isEmpty()) {
      return graph;
    }
    Map<String, String> names = new HashMap<>();
    Set<String> replaced = new HashSet<>();
    for (NodeProto node : constant) {
      String output = node.getOutput(0);
      if (values.containsKey(output)
          && VIEWS.contains(node.getOpType())
          && index.initializer(node.getInput(0)) != null
          && index.isReadOnce(node.getInput(0))) {
        names.put(output, node.getInput(0));
        replaced.add(node.getInput(0));
      }
    }
    GraphProto.Builder folded = graph.toBuilder().clearNode().clearInitializer();
    graph.getInitializerList().stream()
        .filter(tensor -> !replaced.contains(tensor.getName()))
        .forEach(folded::addInitializer);
    values.forEach(
        (name, tensor) ->
            folded.addInitializer(tensor.toBuilder().setName(names.getOrDefault(name, name))));
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOutputList().stream().noneMatch(values::containsKey)) {
        folded.addNode(Nodes.reading(node, names));
      }
    }
    return folded.build();
  }

  /** Nodes that need nothing but initialisers, directly or through one another. */
  private static List<NodeProto> constant(GraphProto graph, GraphIndex index) {
    Set<String> known = new HashSet<>();
    graph.getInitializerList().stream()
        .map(TensorProto::getName)
        .filter(name -> !index.isInput(name)) // an initialiser that is an input is only a default
        .forEach(known::add);
    List<NodeProto> constant = new ArrayList<>();
    for (NodeProto node : graph.getNodeList()) {
      if (Nodes.isRepeatable(node)
          && node.getOutputCount() == 1
          && !index.isPinned(node.getOutput(0))
          && node.getInputList().stream().allMatch(in -> in.isEmpty() || known.contains(in))) {
        constant.add(node);
        known.add(node.getOutput(0));
      }
    }
    return constant;
  }

  /** The values of those constants that other nodes read, and that are worth keeping. */
  private Map<String, TensorProto> values(
      GraphProto graph, GraphIndex index, List<NodeProto> constant) {
    Set<NodeProto> inside = new HashSet<>(constant);
    Set<String> read = new LinkedHashSet<>();
    Set<String> needed = new HashSet<>();
    for (NodeProto node : constant) {
      needed.addAll(node.getInputList());
      String output = node.getOutput(0);
      if (index.users(output).stream().anyMatch(user -> !inside.contains(user))) {
        read.add(output);
      }
    }
    GraphProto.Builder alone = GraphProto.newBuilder().addAllNode(constant);
    long given = 0;
    for (TensorProto tensor : graph.getInitializerList()) {
      if (needed.contains(tensor.getName())) {
        alone.addInitializer(tensor);
        given += Tensors.normal(tensor).getRawData().size();
      }
    }
    Map<String, TensorProto> values =
        new LinkedHashMap<>(ConstantEvaluator.evaluate(alone.build(), read));
    long limit = Math.max(given, SMALL_BYTES);
    values.values().removeIf(tensor -> sparing && tensor.getRawData().size() > limit);
    return values;
  }
}
