package dev.kiln.export.ops.torch;

import java.nio.FloatBuffer;
import org.bytedeco.pytorch.Tensor;

/** Between Java arrays and PyTorch tensors. */
public final class TorchValues {
  private TorchValues() {}

  /** A copy of a float tensor's values, row-major. */
  public static float[] floats(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.numel())];
    Tensor flat = tensor.detach().contiguous();
    FloatBuffer buffer = flat.createBuffer();
    buffer.get(values);
    return values;
  }
}
