package dev.kiln.export.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What one reads from nodes and changes in them. */
public final class Nodes {
  /** Operations that give another result each time, so that two of them are never the same. */
  private static final Set<String> RANDOM =
      Set.of(
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike",
          "Bernoulli",
          "Multinomial",
          "Dropout");

  private Nodes() {}

  /** A new node of one output, which is also its name. */
  public static NodeProto node(
      String type, List<String> inputs, String output, AttributeProto... attributes) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .setName(output)
        .addAllInput(inputs)
        .addOutput(output)
        .addAllAttribute(List.of(attributes))
        .build();
  }

  /** An integer attribute, or what stands for it when it is absent. */
  public static long integer(NodeProto node, String name, long otherwise) {
    return node.getAttributeList().stream()
        .filter(a -> a.getName().equals(name))
        .mapToLong(AttributeProto::getI)
        .findFirst()
        .orElse(otherwise);
  }

  /** A real attribute, or what stands for it when it is absent. */
  public static float real(NodeProto node, String name, float otherwise) {
    return node.getAttributeList().stream()
        .filter(a -> a.getName().equals(name))
        .map(AttributeProto::getF)
        .findFirst()
        .orElse(otherwise);
  }

  /** A list of integers; empty when it is absent. */
  public static List<Long> integers(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(a -> a.getName().equals(name))
        .map(AttributeProto::getIntsList)
        .findFirst()
        .orElse(List.of());
  }

  /** An integer attribute. */
  public static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  /** A list of integers. */
  public static AttributeProto attribute(String name, Collection<Long> values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(values)
        .build();
  }

  /** Whether the same inputs give the same outputs, each time. */
  public static boolean isRepeatable(NodeProto node) {
    return !RANDOM.contains(node.getOpType()) && bodies(node).isEmpty();
  }

  /** The graphs inside a node, such as a loop's body. */
  public static List<GraphProto> bodies(NodeProto node) {
    return node.getAttributeList().stream()
        .flatMap(
            a ->
                a.getType() == AttributeProto.AttributeType.GRAPH
                    ? List.of(a.getG()).stream()
                    : a.getGraphsList().stream())
        .toList();
  }

  /** Every name that nodes inside a node's bodies read, some of them from outside. */
  public static Set<String> captured(NodeProto node) {
    Set<String> names = new TreeSet<>();
    for (GraphProto body : bodies(node)) {
      body.getOutputList().forEach(output -> names.add(output.getName()));
      for (NodeProto inner : body.getNodeList()) {
        names.addAll(inner.getInputList());
        names.addAll(captured(inner));
      }
    }
    return names;
  }

  /** A node that reads other values in the place of some. */
  public static NodeProto reading(NodeProto node, Map<String, String> instead) {
    if (node.getInputList().stream().noneMatch(instead::containsKey)) {
      return node;
    }
    NodeProto.Builder changed = node.toBuilder();
    for (int i = 0; i < node.getInputCount(); i++) {
      changed.setInput(i, instead.getOrDefault(node.getInput(i), node.getInput(i)));
    }
    return changed.build();
  }
}
