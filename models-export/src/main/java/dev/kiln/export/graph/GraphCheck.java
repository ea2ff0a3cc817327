package dev.kiln.export.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * What every sound graph has: values made before they are used and made once, nodes of names of
 * their own, operations of the opset in their sampling form, and weights that are whole and finite.
 */
public final class GraphCheck {
  private static final Set<String> OPERATIONS = operations();

  private final GraphProto graph;
  private final List<String> faults = new ArrayList<>();
  private final Set<String> made = new HashSet<>();

  private GraphCheck(GraphProto graph) {
    this.graph = graph;
  }

  /** The faults of a graph, a sentence each; none if it is sound. */
  public static List<String> faults(GraphProto graph) {
    GraphCheck check = new GraphCheck(graph);
    check.look();
    return List.copyOf(check.faults);
  }

  /** The names of the operations of the opset. */
  static Set<String> operations() {
    String file = "opset-" + Opset.VERSION + ".txt";
    try (InputStream list =
        Objects.requireNonNull(GraphCheck.class.getResourceAsStream(file), file)) {
      return Set.of(new String(list.readAllBytes(), StandardCharsets.UTF_8).split("\\s+", -1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void look() {
    Set<String> inputs = new HashSet<>();
    for (ValueInfoProto input : graph.getInputList()) {
      make(input.getName(), "an input of the graph");
      inputs.add(input.getName());
    }
    for (TensorProto tensor : graph.getInitializerList()) {
      if (!inputs.contains(tensor.getName())) {
        make(tensor.getName(), "a weight");
      }
      look(tensor);
    }
    Set<String> names = new HashSet<>();
    for (NodeProto node : graph.getNodeList()) {
      if (!node.getName().isEmpty() && !names.add(node.getName())) {
        faults.add("two nodes are called " + node.getName());
      }
      look(node);
    }
    for (ValueInfoProto output : graph.getOutputList()) {
      if (!made.contains(output.getName())) {
        faults.add("nothing makes the output " + output.getName() + " of the graph");
      }
    }
    if (graph.getOutputCount() == 0) {
      faults.add("the graph has no output");
    }
  }

  private void make(String value, String what) {
    if (value.isEmpty()) {
      faults.add(what + " has no name");
    } else if (!made.add(value)) {
      faults.add("the value " + value + " is made twice, the second time by " + what);
    }
  }

  private void look(NodeProto node) {
    String what = "node " + node.getName() + " (" + node.getOpType() + ")";
    if (!node.getDomain().isEmpty() || !OPERATIONS.contains(node.getOpType())) {
      String domain = node.getDomain().isEmpty() ? "" : node.getDomain() + ".";
      faults.add(
          "%s asks for the operation %s%s, which is not in ONNX opset %d"
              .formatted(what, domain, node.getOpType(), Opset.VERSION));
    }
    if (Nodes.integer(node, "training_mode", 0) != 0) {
      faults.add(what + " is in training mode, a graph for sampling is not");
    }
    Set<String> read = new HashSet<>(node.getInputList());
    read.remove("");
    for (String input : read) {
      if (!made.contains(input)) {
        faults.add(what + " reads " + input + ", which nothing before it makes");
      }
    }
    for (String output : node.getOutputList()) {
      if (!output.isEmpty()) {
        make(output, what);
      }
    }
  }

  private void look(TensorProto tensor) {
    long count = Tensors.count(tensor);
    int width = Tensors.width(tensor.getDataType());
    TensorProto normal = Tensors.normal(tensor);
    String what = "the weight " + tensor.getName();
    if (width > 0 && normal.getRawData().size() != count * width) {
      faults.add(
          "%s of shape %s needs %d bytes and has %d"
              .formatted(what, tensor.getDimsList(), count * width, normal.getRawData().size()));
    } else if (Tensors.isReal(tensor)) {
      float[] values = Tensors.floats(normal);
      for (int i = 0; i < values.length; i++) {
        if (!Float.isFinite(values[i])) {
          faults.add(
              String.format(
                  Locale.ROOT, "%s holds %s at place %d of %d", what, values[i], i, count));
          return;
        }
      }
    }
  }
}
