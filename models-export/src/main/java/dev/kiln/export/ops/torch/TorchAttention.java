package dev.kiln.export.ops.torch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Masks of attention. */
final class TorchAttention {
  /** Far below any score, and finite, so that a row without any true key stays a number. */
  private static final double NEVER = -1e9;

  private TorchAttention() {}

  /** Truth values [L, L]: each place sees itself and those before. */
  static Tensor lowerTriangle(long length) {
    return Tensors.ones(length, length).tril().gt(new Scalar(0.0));
  }

  /** 0 where true, NEVER where false. */
  static Tensor additive(Tensor mask) {
    return Tensors.zeros(mask.shape()).masked_fill(mask.logical_not(), new Scalar(NEVER));
  }
}
