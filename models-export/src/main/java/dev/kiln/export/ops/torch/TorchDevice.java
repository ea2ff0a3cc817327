package dev.kiln.export.ops.torch;

import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Where PyTorch keeps tensors and computes, in the whole process: in main memory, or on the first
 * CUDA device. Chosen once, before there are weights; read by any thread.
 */
public final class TorchDevice {
  private static volatile boolean cuda;

  private TorchDevice() {}

  /**
   * Chooses the device.
   *
   * @param wish {@code cpu}, {@code cuda}, or {@code auto} for CUDA where PyTorch finds it
   * @return the choice, {@code cpu} or {@code cuda}
   * @throws IllegalArgumentException if there is no such device; one sentence
   */
  public static String use(String wish) {
    boolean found = torch.cuda_is_available();
    cuda =
        switch (wish) {
          case "auto" -> found;
          case "cpu" -> false;
          case "cuda" -> {
            if (!found) {
              throw new IllegalArgumentException(
                  "PyTorch finds no CUDA device; --device cpu trains without one");
            }
            yield true;
          }
          default ->
              throw new IllegalArgumentException(
                  "--device must be auto, cpu or cuda, was \"" + wish + "\"");
        };
    return cuda ? "cuda" : "cpu";
  }

  /** The tensor on the device; itself if it is there. */
  static Tensor place(Tensor tensor) {
    return cuda ? tensor.cuda() : tensor;
  }

  /** The device, for what PyTorch reads from an archive. */
  public static DeviceOptional current() {
    return new DeviceOptional(new Device(cuda ? "cuda" : "cpu"));
  }
}
