package dev.kiln.export.graph.pass;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.kiln.export.graph.GraphIndex;
import dev.kiln.export.graph.Nodes;
import dev.kiln.export.graph.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * Stores weights as float16, with a Cast to float32 behind each, which ONNX Runtime does once, when
 * it loads the file. The arithmetic stays float32.
 */
public final class HalfWeights implements GraphPass {
  private static final long FLOAT = 1;
  private static final float LARGEST = 65_504;

  /** Below this many values the Cast takes about as much room as it saves. */
  private static final long FEW = 64;

  /**
   * The graph with smaller weights.
   *
   * @throws IllegalArgumentException if a weight is too large for float16
   */
  @Override
  public GraphProto apply(GraphProto graph) {
    GraphIndex index = new GraphIndex(graph);
    List<NodeProto> casts = new ArrayList<>();
    GraphProto.Builder smaller = graph.toBuilder().clearInitializer().clearNode();
    for (TensorProto tensor : graph.getInitializerList()) {
      if (!Tensors.isFloat(tensor)
          || Tensors.count(tensor) < FEW
          || index.isInput(tensor.getName())) {
        smaller.addInitializer(tensor);
        continue;
      }
      String stored = index.fresh(tensor.getName() + ".fp16");
      smaller.addInitializer(Tensors.halves(stored, fitting(tensor), tensor.getDimsList()));
      casts.add(
          Nodes.node("Cast", List.of(stored), tensor.getName(), Nodes.attribute("to", FLOAT)));
    }
    return smaller.addAllNode(casts).addAllNode(graph.getNodeList()).build();
  }

  private static float[] fitting(TensorProto tensor) {
    float[] values = Tensors.floats(tensor);
    for (float value : values) {
      if (Math.abs(value) > LARGEST) {
        throw new IllegalArgumentException(
            "the weight %s holds %s, float16 ends at %s: export it as fp32"
                .formatted(tensor.getName(), value, LARGEST));
      }
    }
    return values;
  }
}
