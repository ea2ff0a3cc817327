package dev.kiln.export.ops.torch;

import org.bytedeco.pytorch.global.torch;

/** How many threads PyTorch computes with. */
public final class Threads {
  private Threads() {}

  /** Uses so many threads for one operation, from now on, in the whole process. */
  public static void use(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("threads must be at least 1, was " + count);
    }
    torch.set_num_threads(count);
  }
}
