package dev.kiln.export.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.kiln.export.graph.GraphIndex;
import dev.kiln.export.nets.Port;
import java.util.ArrayList;
import java.util.List;

/** The ports of a network of which only the ONNX graph is at hand. */
final class GraphPorts {
  /** Where nothing says how large an index may be, 0 and 1 are always among them. */
  private static final int SMALLEST_TABLE = 2;

  private GraphPorts() {}

  /**
   * What goes in.
   *
   * @param times the float inputs that take timesteps, not values around zero
   * @param last the last timestep
   */
  static List<Port> inputs(GraphProto graph, List<String> times, double last) {
    GraphIndex index = new GraphIndex(graph);
    return graph.getInputList().stream()
        .map(
            input -> {
              String name = input.getName();
              boolean whole =
                  input.getType().getTensorType().getElemType()
                      == TensorProto.DataType.INT64.getNumber();
              Port.Kind kind =
                  whole
                      ? Port.Kind.INDICES
                      : times.contains(name) ? Port.Kind.TIMES : Port.Kind.NUMBERS;
              double limit = whole ? table(name, index) : times.contains(name) ? last : 1;
              return port(input, kind, limit);
            })
        .toList();
  }

  /** What comes out. */
  static List<Port> outputs(GraphProto graph) {
    return graph.getOutputList().stream()
        .map(output -> port(output, Port.Kind.NUMBERS, 1))
        .toList();
  }

  private static Port port(ValueInfoProto value, Port.Kind kind, double limit) {
    List<Dimension> dims = value.getType().getTensorType().getShape().getDimList();
    List<String> open = new ArrayList<>();
    long[] shape = new long[Math.max(0, dims.size() - 1)];
    for (int i = 0; i < shape.length; i++) {
      Dimension size = dims.get(i + 1);
      shape[i] = size.hasDimValue() ? size.getDimValue() : -1;
      if (!size.hasDimValue()) {
        open.add(
            size.getDimParam().isEmpty() ? value.getName() + "_" + (i + 1) : size.getDimParam());
      }
    }
    return new Port(value.getName(), kind, limit, open, shape);
  }

  /** How many rows the smallest table has that an input's indices look up. */
  private static int table(String input, GraphIndex index) {
    return index.users(input).stream()
        .filter(user -> user.getOpType().equals("Gather") && user.getInput(1).equals(input))
        .map(NodeProto::getInputList)
        .map(inputs -> index.initializer(inputs.get(0)))
        .filter(table -> table != null && table.getDimsCount() > 0)
        .mapToInt(table -> (int) Math.min(Integer.MAX_VALUE, table.getDims(0)))
        .min()
        .orElse(SMALLEST_TABLE);
  }
}
