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
 * Stores weights as int8 with a scale for each output channel, symmetric around zero (Jacob et al.
 * 2018, arXiv 1712.05877, section 2): {@code w = scale[channel] q}, q from -127 to 127.
 *
 * <p>A Cast and a Mul behind each make float32 of it again; ONNX Runtime does that once, when it
 * loads the file, while it would run a DequantizeLinear at every call. The arithmetic stays
 * float32. Biases, norms and other vectors stay as they are.
 */
public final class ByteWeights implements GraphPass {
  private static final long FLOAT = 1;
  private static final int LEVELS = 127;

  /** Below this many values the additional nodes take about as much room as they save. */
  private static final long FEW = 256;

  @Override
  public GraphProto apply(GraphProto graph) {
    GraphIndex index = new GraphIndex(graph);
    List<NodeProto> nodes = new ArrayList<>();
    GraphProto.Builder smaller = graph.toBuilder().clearInitializer().clearNode();
    for (TensorProto tensor : graph.getInitializerList()) {
      boolean matrix =
          Tensors.isFloat(tensor)
              && tensor.getDimsList().stream().filter(size -> size > 1).count() > 1
              && Tensors.count(tensor) >= FEW
              && !index.isInput(tensor.getName());
      if (matrix) {
        store(tensor, axis(tensor, index), index, smaller, nodes);
      } else {
        smaller.addInitializer(tensor);
      }
    }
    return smaller.addAllNode(nodes).addAllNode(graph.getNodeList()).build();
  }

  /** The dimension that counts output channels, or a table's rows. */
  private static int axis(TensorProto tensor, GraphIndex index) {
    for (NodeProto user : index.users(tensor.getName())) {
      int axis =
          switch (user.getOpType()) {
            case "Conv", "Gather" -> 0;
            case "ConvTranspose" -> 1;
            case "MatMul" -> tensor.getDimsCount() - 1;
            case "Gemm" -> Nodes.integer(user, "transB", 0) == 1 ? 0 : 1;
            default -> -1;
          };
      if (axis >= 0) {
        return axis;
      }
    }
    return 0;
  }

  private static void store(
      TensorProto tensor,
      int axis,
      GraphIndex index,
      GraphProto.Builder smaller,
      List<NodeProto> nodes) {
    float[] values = Tensors.floats(tensor);
    int channels = Math.toIntExact(tensor.getDims(axis));
    int inner = 1;
    for (int i = axis + 1; i < tensor.getDimsCount(); i++) {
      inner *= Math.toIntExact(tensor.getDims(i));
    }
    float[] scales = new float[channels];
    for (int i = 0; i < values.length; i++) {
      int c = i / inner % channels;
      scales[c] = Math.max(scales[c], Math.abs(values[i]) / LEVELS);
    }
    byte[] levels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      float scale = scales[i / inner % channels];
      levels[i] = (byte) (scale == 0 ? 0 : Math.round(values[i] / scale));
    }
    List<Long> broadcast = new ArrayList<>();
    for (int i = axis; i < tensor.getDimsCount(); i++) {
      broadcast.add(i == axis ? (long) channels : 1L);
    }
    String name = tensor.getName();
    String stored = index.fresh(name + ".int8");
    String scale = index.fresh(name + ".scale");
    String cast = index.fresh(name + ".levels");
    smaller.addInitializer(Tensors.bytes(stored, levels, tensor.getDimsList()));
    smaller.addInitializer(Tensors.floats(scale, scales, broadcast));
    nodes.add(Nodes.node("Cast", List.of(stored), cast, Nodes.attribute("to", FLOAT)));
    nodes.add(Nodes.node("Mul", List.of(cast, scale), name));
  }
}
