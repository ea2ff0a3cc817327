package dev.kiln.export.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;

/** Sessions that run a graph as it is written, for looking into it. */
final class OrtSessions {
  private OrtSessions() {}

  static OrtSession plain(GraphProto graph) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      options.setIntraOpNumThreads(1);
      return OrtEnvironment.getEnvironment()
          .createSession(Opset.model(graph).build().toByteArray(), options);
    }
  }

  static IllegalArgumentException refused(OrtException e) {
    return new IllegalArgumentException(
        "ONNX Runtime refuses the graph: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "),
        e);
  }
}
