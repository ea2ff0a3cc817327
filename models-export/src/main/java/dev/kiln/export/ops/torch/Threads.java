package dev.kiln.export.ops.torch;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/**
 * How many threads PyTorch computes with.
 *
 * <p>Its matrix products run in OpenBLAS, which has threads of its own that PyTorch does not know
 * of: left alone, it takes one for each core and lets them wait in a loop for each other. On two
 * cores that others use as well, a small perceptron then learns 15 times slower.
 */
public final class Threads {
  private Threads() {}

  /** Uses so many threads for one operation, from now on, in the whole process. */
  public static void use(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("threads must be at least 1, was " + count);
    }
    torch.set_num_threads(count);
    Loader.load(openblas_nolapack.class);
    org.bytedeco.openblas.presets.openblas_nolapack.blas_set_num_threads(count);
  }
}
