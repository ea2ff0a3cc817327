package dev.kiln.export.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a graph without inputs computes, as ONNX Runtime computes it. */
public final class ConstantEvaluator {
  private ConstantEvaluator() {}

  /**
   * The tensors of some values.
   *
   * @param graph the nodes and initialisers that the values need; its inputs and outputs are not
   *     looked at
   * @throws IllegalArgumentException if ONNX Runtime does not run it
   */
  public static Map<String, TensorProto> evaluate(GraphProto graph, Collection<String> values) {
    if (values.isEmpty()) {
      return Map.of();
    }
    GraphProto.Builder asked = graph.toBuilder().clearInput().clearOutput().clearValueInfo();
    values.forEach(value -> asked.addOutput(ValueInfoProto.newBuilder().setName(value)));
    try (OrtSession session = OrtSessions.plain(asked.setName("constants").build());
        OrtSession.Result result = session.run(Map.of(), Set.copyOf(values))) {
      Map<String, TensorProto> found = new LinkedHashMap<>();
      for (Map.Entry<String, OnnxValue> entry : result) {
        found.put(entry.getKey(), tensor(entry.getKey(), (OnnxTensor) entry.getValue()));
      }
      return found;
    } catch (OrtException e) {
      throw OrtSessions.refused(e);
    }
  }

  private static TensorProto tensor(String name, OnnxTensor value) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(DataType.valueOf(value.getInfo().type.name()).getNumber())
            .setRawData(ByteString.copyFrom(value.getByteBuffer()));
    for (long size : value.getInfo().getShape()) {
      tensor.addDims(size);
    }
    return tensor.build();
  }
}
