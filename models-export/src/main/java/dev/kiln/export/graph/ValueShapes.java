package dev.kiln.export.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The shapes of a graph's values, as far as ONNX Runtime infers them without running it.
 *
 * <p>A size is a number, a name such as N that stands for one and the same number wherever it
 * appears, or unknown.
 */
public final class ValueShapes {
  /** Weights above this many values take part in the inference by shape alone. */
  private static final long LARGE = 1024;

  /** How a size that is neither known nor named is written. */
  public static final String UNKNOWN = "?";

  private final Map<String, List<String>> shapes = new HashMap<>();

  private ValueShapes() {}

  /**
   * Infers them.
   *
   * @throws IllegalArgumentException if ONNX Runtime finds the graph to be wrong
   */
  public static ValueShapes of(GraphProto graph) {
    ValueShapes found = new ValueShapes();
    try (OrtSession session = OrtSessions.plain(asked(graph))) {
      found.read(session.getInputInfo());
      found.read(session.getOutputInfo());
    } catch (OrtException e) {
      throw OrtSessions.refused(e);
    }
    for (TensorProto tensor : graph.getInitializerList()) {
      found.shapes.put(
          tensor.getName(), tensor.getDimsList().stream().map(String::valueOf).toList());
    }
    return found;
  }

  /** The sizes of a value, outermost first, or empty if not even their number is known. */
  public Optional<List<String>> of(String value) {
    return Optional.ofNullable(shapes.get(value));
  }

  /** Whether a size is a number. */
  public static boolean isNumber(String size) {
    return Character.isDigit(size.charAt(0));
  }

  /** The same graph with all values as outputs, and large weights as inputs of their shape. */
  private static GraphProto asked(GraphProto graph) {
    GraphProto.Builder asked =
        graph.toBuilder().clearInitializer().clearOutput().clearValueInfo().setName("shapes");
    for (TensorProto tensor : graph.getInitializerList()) {
      if (Tensors.count(tensor) > LARGE) {
        asked.addInput(described(tensor));
      } else {
        asked.addInitializer(tensor);
      }
    }
    Set<String> outputs = new HashSet<>();
    for (NodeProto node : graph.getNodeList()) {
      for (String output : node.getOutputList()) {
        if (!output.isEmpty() && outputs.add(output)) {
          asked.addOutput(ValueInfoProto.newBuilder().setName(output));
        }
      }
    }
    return asked.build();
  }

  private static ValueInfoProto described(TensorProto tensor) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    tensor.getDimsList().forEach(size -> shape.addDim(Dimension.newBuilder().setDimValue(size)));
    return ValueInfoProto.newBuilder()
        .setName(tensor.getName())
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(tensor.getDataType())
                        .setShape(shape)))
        .build();
  }

  private void read(Map<String, NodeInfo> nodes) {
    nodes.forEach(
        (name, node) -> {
          // ONNX Runtime describes a single number and a value of unknown rank alike.
          if (node.getInfo() instanceof TensorInfo tensor && tensor.getShape().length > 0) {
            String[] sizes = new String[tensor.getShape().length];
            for (int i = 0; i < sizes.length; i++) {
              long size = tensor.getShape()[i];
              String symbol = tensor.getDimensionNames()[i];
              sizes[i] = size >= 0 ? String.valueOf(size) : symbol.isEmpty() ? UNKNOWN : symbol;
            }
            shapes.put(name, List.of(sizes));
          }
        });
  }
}
