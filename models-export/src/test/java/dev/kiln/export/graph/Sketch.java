package dev.kiln.export.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small graphs, drawn by hand, and what ONNX Runtime computes from them. */
public final class Sketch {
  /** Stands for the open batch dimension N. */
  public static final long N = -1;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("sketch");
  private final Random random = new Random(3);

  /** A float input. */
  public Sketch input(String name, long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDim(
          size == N
              ? Dimension.newBuilder().setDimParam("N")
              : Dimension.newBuilder().setDimValue(size));
    }
    graph.addInput(
        ValueInfoProto.newBuilder()
            .setName(name)
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(
                        TypeProto.Tensor.newBuilder()
                            .setElemType(DataType.FLOAT.getNumber())
                            .setShape(shape))));
    return this;
  }

  /** An initialiser of Gaussian values. */
  public Sketch weight(String name, long... sizes) {
    float[] values = new float[(int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values(name, values, sizes);
  }

  /** An initialiser of these values. */
  public Sketch values(String name, float[] values, long... sizes) {
    graph.addInitializer(Tensors.floats(name, values, Arrays.stream(sizes).boxed().toList()));
    return this;
  }

  /** An initialiser of whole numbers, such as a shape. */
  public Sketch longs(String name, long... values) {
    graph.addInitializer(Tensors.longs(name, values));
    return this;
  }

  /** A node, named like its output. */
  public Sketch node(
      String type, String output, List<String> inputs, AttributeProto... attributes) {
    graph.addNode(Nodes.node(type, inputs, output, attributes));
    return this;
  }

  /** The graph with these outputs. */
  public GraphProto outputs(String... names) {
    for (String name : names) {
      graph.addOutput(ValueInfoProto.newBuilder().setName(name));
    }
    return graph.build();
  }

  /** The types of the nodes, in order. */
  public static List<String> types(GraphProto graph) {
    return graph.getNodeList().stream().map(node -> node.getOpType()).toList();
  }

  /** The names of the initialisers, in order. */
  public static List<String> weights(GraphProto graph) {
    return graph.getInitializerList().stream().map(tensor -> tensor.getName()).toList();
  }

  /** The outputs for a random batch, which depends on nothing but its size. */
  public static List<float[]> run(GraphProto graph, int batch) {
    Random values = new Random(batch);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try (OrtSession session = environment.createSession(Opset.model(graph).build().toByteArray())) {
      for (ValueInfoProto input : graph.getInputList()) {
        List<Dimension> dims = input.getType().getTensorType().getShape().getDimList();
        long[] shape =
            dims.stream().mapToLong(d -> d.hasDimParam() ? batch : d.getDimValue()).toArray();
        float[] row = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < row.length; i++) {
          row[i] = (float) values.nextGaussian();
        }
        tensors.put(
            input.getName(), OnnxTensor.createTensor(environment, FloatBuffer.wrap(row), shape));
      }
      try (OrtSession.Result result = session.run(tensors)) {
        List<float[]> outputs = new ArrayList<>();
        for (ValueInfoProto output : graph.getOutputList()) {
          FloatBuffer buffer =
              ((OnnxTensor) result.get(output.getName()).orElseThrow()).getFloatBuffer();
          float[] row = new float[buffer.remaining()];
          buffer.get(row);
          outputs.add(row);
        }
        return outputs;
      }
    } catch (OrtException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }
}
