package dev.kiln.export.ops.torch;

import java.nio.FloatBuffer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.jspecify.annotations.Nullable;

/** Between Java arrays and PyTorch tensors. */
public final class TorchValues {
  private TorchValues() {}

  /** A copy of a float tensor's values, row-major. */
  public static float[] floats(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.numel())];
    Tensor flat = tensor.detach().cpu().contiguous();
    FloatBuffer buffer = flat.createBuffer();
    buffer.get(values);
    return values;
  }

  /** A tensor, or none. */
  static TensorOptional optional(@Nullable Tensor tensor) {
    return tensor == null ? new TensorOptional() : new TensorOptional(tensor);
  }

  /** The same number for the one direction of a signal. */
  static long[] line(long value) {
    return new long[] {value};
  }

  /** The same number for both directions of an image. */
  static long[] square(long value) {
    return new long[] {value, value};
  }
}
