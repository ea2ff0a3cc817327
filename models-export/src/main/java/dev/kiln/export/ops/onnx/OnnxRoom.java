package dev.kiln.export.ops.onnx;

/** The rooms of {@link OnnxOps} share where they write. */
interface OnnxRoom {
  /** Writes nodes at this place. */
  OnnxNodes nodes();
}
