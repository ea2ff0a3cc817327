package dev.kiln.export.ops.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * New tensors, on the device that {@link TorchDevice} says. Random numbers are drawn in main memory
 * and moved, so that a seed gives the same ones on any device.
 */
public final class Tensors {
  private Tensors() {}

  /** A copy of some values, row-major. */
  public static Tensor of(float[] values, long... shape) {
    return TorchDevice.place(Tensor.create(values, shape));
  }

  /** A copy of some whole numbers (int64), row-major. */
  public static Tensor of(long[] values, long... shape) {
    return TorchDevice.place(Tensor.create(values, shape));
  }

  /** A mask. */
  public static Tensor of(boolean... values) {
    return TorchDevice.place(Tensor.create(values));
  }

  /** Zeros. */
  public static Tensor zeros(long... shape) {
    return TorchDevice.place(torch.zeros(shape));
  }

  /** Ones. */
  public static Tensor ones(long... shape) {
    return TorchDevice.place(torch.ones(shape));
  }

  /** Ones on the diagonal of a square, zeros elsewhere. */
  public static Tensor identity(long size) {
    return TorchDevice.place(torch.eye(size));
  }

  /** Gaussian noise of mean 0 and deviation 1. */
  public static Tensor normal(long... shape) {
    return TorchDevice.place(torch.randn(shape));
  }

  /** The same in the shape of another tensor. */
  public static Tensor normalLike(Tensor other) {
    return normal(other.shape());
  }

  /** Numbers uniform in [0, 1). */
  public static Tensor uniform(long... shape) {
    return TorchDevice.place(torch.rand(shape));
  }

  /** The same in the shape of another tensor. */
  public static Tensor uniformLike(Tensor other) {
    return uniform(other.shape());
  }
}
