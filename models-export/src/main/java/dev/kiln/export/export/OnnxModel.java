package dev.kiln.export.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kiln.export.nets.Network;
import dev.kiln.export.nets.Port;
import dev.kiln.export.ops.ParameterValue;
import dev.kiln.export.ops.onnx.OnnxOps;
import dev.kiln.export.ops.shape.Size;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A network and its weights as one ONNX file (opset 17, IR 8) with an open batch dimension called
 * N.
 */
public final class OnnxModel {
  private static final long OPSET = 17;
  private static final long IR = 8;

  private OnnxModel() {}

  /** The file's bytes. */
  public static byte[] bytes(Network network, Map<String, ParameterValue> weights) {
    OnnxOps ops = new OnnxOps(weights);
    String result =
        network.apply(
            ops,
            network.inputs().stream().map(port -> ops.input(port.name(), port.dims())).toList());
    ops.output(result, network.output().name());
    GraphProto.Builder graph = ops.graph().setName(network.getClass().getSimpleName());
    network.inputs().forEach(port -> graph.addInput(describe(port)));
    graph.addOutput(describe(network.output()));
    return ModelProto.newBuilder()
        .setIrVersion(IR)
        .setProducerName("kiln")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  /**
   * The weights inside a file, by name; a network written by {@link #bytes} finds all of its
   * parameters there.
   *
   * @throws IOException if the file cannot be read or is no ONNX file
   */
  public static Map<String, ParameterValue> weights(Path file) throws IOException {
    try {
      Map<String, ParameterValue> weights = new LinkedHashMap<>();
      for (TensorProto tensor :
          ModelProto.parseFrom(Files.readAllBytes(file)).getGraph().getInitializerList()) {
        if (tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber()) {
          long[] shape = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
          float[] values = new float[Math.toIntExact(ParameterValue.count(shape))];
          tensor
              .getRawData()
              .asReadOnlyByteBuffer()
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer()
              .get(values);
          weights.put(tensor.getName(), new ParameterValue(shape, values));
        }
      }
      return weights;
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
