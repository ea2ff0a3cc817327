package dev.kiln.export.recipe;

import dev.kiln.export.ops.torch.Tensors;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchValues;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Walks from noise to samples while training; each step frees its tensors. */
final class PreviewWalk {
  /** Guidance of previews: strong enough to show whether the conditions are heeded. */
  static final double GUIDANCE = 2;

  private PreviewWalk() {}

  /** From where one step takes some samples. */
  @FunctionalInterface
  interface Walker {
    /** x after the step that comes after {@code step} others. */
    Tensor next(Tensor x, int step);
  }

  /**
   * Samples after all steps, flat.
   *
   * @param shape [count, ...]
   * @param sigma standard deviation of the noise to start from
   */
  static float[] from(long seed, double sigma, int steps, Walker walker, long... shape) {
    torch.manual_seed(seed);
    float[] x =
        TorchScope.scoped(() -> TorchValues.floats(Tensors.normal(shape).mul(new Scalar(sigma))));
    for (int i = 0; i < steps; i++) {
      float[] at = x;
      int step = i;
      x =
          TorchScope.scoped(
              () ->
                  TorchScope.ungraded(
                      () -> TorchValues.floats(walker.next(Tensors.of(at, shape), step))));
    }
    return x;
  }
}
