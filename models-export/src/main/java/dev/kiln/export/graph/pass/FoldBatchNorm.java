package dev.kiln.export.graph.pass;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.kiln.export.graph.GraphIndex;
import dev.kiln.export.graph.Nodes;
import dev.kiln.export.graph.Tensors;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Multiplies a batch norm into the weights of the Conv, ConvTranspose or Gemm before it.
 *
 * <pre>
 *   s  = scale / sqrt(variance + epsilon)           one for each channel
 *   W' = s W,   b' = s (b - mean) + shift
 * </pre>
 *
 * <p>An Identity stands where the norm was. A Reshape between a Gemm and its norm, from [N, C * H *
 * W] to [N, C, H, W], does not hinder.
 */
public final class FoldBatchNorm implements GraphPass {
  private static final float EPSILON = 1e-5f; // ONNX's default

  /** A batch norm and what it can be multiplied into. */
  private record Pair(NodeProto layer, NodeProto norm, @Nullable NodeProto between, int axis) {}

  @Override
  public GraphProto apply(GraphProto graph) {
    GraphIndex index = new GraphIndex(graph);
    Map<String, NodeProto> layers = new HashMap<>();
    Set<NodeProto> absorbed = new HashSet<>();
    GraphProto.Builder folded = graph.toBuilder().clearNode();
    for (NodeProto node : graph.getNodeList()) {
      find(node, index).ifPresent(pair -> fold(pair, index, folded, layers, absorbed));
    }
    if (layers.isEmpty()) {
      return graph;
    }
    for (NodeProto node : graph.getNodeList()) {
      String output = node.getOutput(0);
      folded.addNode(
          absorbed.contains(node)
              ? Nodes.node("Identity", List.of(node.getInput(0)), output)
              : layers.getOrDefault(output, node));
    }
    return folded.build();
  }

  private static Optional<Pair> find(NodeProto norm, GraphIndex index) {
    if (!norm.getOpType().equals("BatchNormalization")
        || norm.getOutputCount() != 1
        || Nodes.integer(norm, "training_mode", 0) != 0
        || norm.getInputList().stream().skip(1).anyMatch(in -> index.initializer(in) == null)) {
      return Optional.empty();
    }
    NodeProto before = index.maker(norm.getInput(0));
    NodeProto between = null;
    if (before != null && before.getOpType().equals("Reshape")) {
      between = before;
      before = index.isReadOnce(norm.getInput(0)) ? index.maker(before.getInput(0)) : null;
    }
    if (before == null || !isFoldable(before, between, index, norm)) {
      return Optional.empty();
    }
    return Optional.of(new Pair(before, norm, between, axis(before)));
  }

  private static boolean isFoldable(
      NodeProto layer, @Nullable NodeProto between, GraphIndex index, NodeProto norm) {
    boolean weighted =
        layer.getInputCount() == 3
            && index.initializer(layer.getInput(1)) != null
            && index.initializer(layer.getInput(2)) != null
            && index.isReadOnce(layer.getOutput(0));
    return weighted
        && switch (layer.getOpType()) {
          case "Conv" -> between == null;
          case "ConvTranspose" -> between == null && Nodes.integer(layer, "group", 1) == 1;
          case "Gemm" -> isPlain(layer) && splitsChannels(between, index, norm);
          default -> false;
        };
  }

  private static boolean isPlain(NodeProto gemm) {
    return Nodes.real(gemm, "alpha", 1) == 1
        && Nodes.real(gemm, "beta", 1) == 1
        && Nodes.integer(gemm, "transA", 0) == 0;
  }

  /** Whether a Reshape leaves each channel's values side by side. */
  private static boolean splitsChannels(
      @Nullable NodeProto reshape, GraphIndex index, NodeProto norm) {
    if (reshape == null) {
      return true;
    }
    TensorProto shape = index.initializer(reshape.getInput(1));
    TensorProto scale = index.initializer(norm.getInput(1));
    if (shape == null || scale == null) {
      return false;
    }
    long[] sizes = Tensors.longs(shape);
    return sizes.length > 1 && sizes[0] <= 0 && sizes[1] == Tensors.count(scale);
  }

  /** Which dimension of the weights counts the outputs. */
  private static int axis(NodeProto layer) {
    return switch (layer.getOpType()) {
      case "ConvTranspose" -> 1;
      case "Gemm" -> Nodes.integer(layer, "transB", 0) == 1 ? 0 : 1;
      default -> 0;
    };
  }

  private static void fold(
      Pair pair,
      GraphIndex index,
      GraphProto.Builder folded,
      Map<String, NodeProto> layers,
      Set<NodeProto> absorbed) {
    NodeProto norm = pair.norm();
    float[] scale = values(index, norm.getInput(1));
    float[] shift = values(index, norm.getInput(2));
    float[] mean = values(index, norm.getInput(3));
    float[] variance = values(index, norm.getInput(4));
    float[] bias = values(index, pair.layer().getInput(2));
    float epsilon = Nodes.real(norm, "epsilon", EPSILON);
    int outputs = bias.length;
    int channels = scale.length;
    if (outputs % channels != 0) {
      return;
    }
    double[] factor = new double[outputs];
    float[] foldedBias = new float[outputs];
    for (int o = 0; o < outputs; o++) {
      int c = o / (outputs / channels);
      factor[o] = scale[c] / Math.sqrt((double) variance[c] + epsilon);
      foldedBias[o] = (float) ((bias[o] - mean[c]) * factor[o] + shift[c]);
    }
    TensorProto weight = tensor(index, pair.layer().getInput(1));
    String weightName = index.fresh(weight.getName() + ".normed");
    String biasName = index.fresh(pair.layer().getInput(2) + ".normed");
    folded.addInitializer(
        Tensors.floats(weightName, scaled(weight, pair.axis(), factor), weight.getDimsList()));
    folded.addInitializer(Tensors.floats(biasName, foldedBias, List.of((long) outputs)));
    layers.put(
        pair.layer().getOutput(0),
        pair.layer().toBuilder().setInput(1, weightName).setInput(2, biasName).build());
    absorbed.add(norm);
  }

  private static float[] scaled(TensorProto weight, int axis, double[] factor) {
    float[] values = Tensors.floats(weight);
    int inner = 1;
    for (int i = axis + 1; i < weight.getDimsCount(); i++) {
      inner *= Math.toIntExact(weight.getDims(i));
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * factor[i / inner % factor.length]);
    }
    return values;
  }

  private static float[] values(GraphIndex index, String name) {
    return Tensors.floats(tensor(index, name));
  }

  private static TensorProto tensor(GraphIndex index, String name) {
    TensorProto tensor = index.initializer(name);
    if (tensor == null) {
      throw new IllegalStateException(name + " was an initialiser a moment ago");
    }
    return tensor;
  }
}
