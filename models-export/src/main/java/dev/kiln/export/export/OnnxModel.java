package dev.kiln.export.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kiln.export.graph.Opset;
import dev.kiln.export.graph.Tensors;
import dev.kiln.export.graph.pass.FoldConstants;
import dev.kiln.export.graph.pass.LeanGraph;
import dev.kiln.export.nets.Network;
import dev.kiln.export.nets.Port;
import dev.kiln.export.ops.ParameterValue;
import dev.kiln.export.ops.onnx.OnnxOps;
import dev.kiln.export.ops.shape.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network and its weights as an ONNX graph with an open batch dimension called N. */
public final class OnnxModel {
  private OnnxModel() {}

  /** A lean file's bytes, unchecked; {@link OnnxExport} checks. */
  public static byte[] bytes(Network network, Map<String, ParameterValue> weights) {
    GraphProto lean = new LeanGraph().apply(graph(network, weights));
    return bytes(lean, ParameterTable.of(weights, lean).write(OnnxMetadata.NONE));
  }

  static byte[] bytes(GraphProto graph, OnnxMetadata metadata) {
    ModelProto.Builder model = Opset.model(graph);
    metadata.write(model);
    return model.build().toByteArray();
  }

  /** The graph as the network's operations write it. */
  static GraphProto graph(Network network, Map<String, ParameterValue> weights) {
    network.check();
    OnnxOps ops = new OnnxOps(weights);
    List<String> results =
        network.applyAll(
            ops,
            network.inputs().stream().map(port -> ops.input(port.name(), port.dims())).toList());
    List<Port> outputs = network.outputs();
    for (int i = 0; i < results.size(); i++) {
      ops.output(results.get(i), outputs.get(i).name());
    }
    GraphProto.Builder graph = ops.graph().setName(network.getClass().getSimpleName());
    network.inputs().forEach(port -> graph.addInput(describe(port)));
    outputs.forEach(port -> graph.addOutput(describe(port)));
    return graph.build();
  }

  /**
   * The weights inside a file, by name; a network exported as float32 or float16 finds all of its
   * parameters there, except those of batch norms that were folded into the layer before.
   *
   * @throws IOException if the file cannot be read or is no ONNX file
   */
  public static Map<String, ParameterValue> weights(Path file) throws IOException {
    return weights(read(file));
  }

  /** The weights inside a file that is already read; see {@link #weights(Path)}. */
  static Map<String, ParameterValue> weights(ModelProto model) throws IOException {
    Map<String, ParameterValue> weights = new LinkedHashMap<>();
    // Smaller formats first: what is held as float32 has its own shape, not one it is turned into.
    add(FoldConstants.everything().apply(model.getGraph()), weights);
    add(model.getGraph(), weights);
    ParameterTable.read(OnnxMetadata.read(model)).restore(weights);
    return weights;
  }

  private static void add(GraphProto graph, Map<String, ParameterValue> weights) {
    for (TensorProto tensor : graph.getInitializerList()) {
      if (Tensors.isFloat(tensor)) {
        long[] shape = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
        weights.put(tensor.getName(), new ParameterValue(shape, Tensors.floats(tensor)));
      }
    }
  }

  static ModelProto read(Path file) throws IOException {
    try {
      return ModelProto.parseFrom(Files.readAllBytes(file));
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(file + " is not a whole ONNX file", e);
    }
  }

  private static ValueInfoProto describe(Port port) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Size size : port.dims().sizes()) {
      shape.addDim(
          size.known()
              ? Dimension.newBuilder().setDimValue(size.factor())
              : Dimension.newBuilder().setDimParam(size.toString()));
    }
    TensorProto.DataType type =
        port.kind() == Port.Kind.INDICES ? TensorProto.DataType.INT64 : TensorProto.DataType.FLOAT;
    return ValueInfoProto.newBuilder()
        .setName(port.name())
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape)))
        .build();
  }
}
