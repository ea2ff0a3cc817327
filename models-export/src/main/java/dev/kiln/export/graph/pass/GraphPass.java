package dev.kiln.export.graph.pass;

import ai.onnx.proto.OnnxMl.GraphProto;

/** A rewriting of a graph that keeps its inputs and outputs. Its nodes stay in the order of use. */
@FunctionalInterface
public interface GraphPass {
  /** The rewritten graph; the same object where there was nothing to do. */
  GraphProto apply(GraphProto graph);
}
