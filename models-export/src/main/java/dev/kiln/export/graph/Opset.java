package dev.kiln.export.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;

/**
 * The ONNX version that Kiln writes: operator set 17, file format 8.
 *
 * <p>ONNX Runtime reads it since 1.12.
 */
public final class Opset {
  /** The operator set's version. */
  public static final long VERSION = 17;

  private static final long FILE_FORMAT = 8;

  private Opset() {}

  /** A graph as a model of this version, without metadata. */
  public static ModelProto.Builder model(GraphProto graph) {
    return ModelProto.newBuilder()
        .setIrVersion(FILE_FORMAT)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(VERSION))
        .setGraph(graph);
  }
}
