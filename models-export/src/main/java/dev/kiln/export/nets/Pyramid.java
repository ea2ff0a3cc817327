package dev.kiln.export.nets;

import static dev.kiln.export.ops.Layers.conv;
import static dev.kiln.export.ops.Layers.convTranspose;
import static dev.kiln.export.ops.Layers.groupNorm;

import dev.kiln.export.ops.Ops;

/**
 * Convolutions that halve an image twice, and their mirror image, with a residual block (He et al.
 * 2016, arXiv 1512.03385) at each size; what the autoencoders for small images share.
 *
 * <pre>
 *   down: x [N, C, 28, 28] -> [N, w, 14, 14] -> block -> [N, 2w, 7, 7] -> block
 *   up:   h [N, 2w, 7, 7] -> block -> [N, w, 14, 14] -> block -> [N, C, 28, 28]
 * </pre>
 */
final class Pyramid {
  private static final long GROUPS = 8;

  private Pyramid() {}

  static long quarter(long size) {
    if (size % 4 != 0) {
      throw new IllegalArgumentException("the image size must be a multiple of 4, was " + size);
    }
    return size / 4;
  }

  static <T> T down(Ops<T> ops, String name, T x, long channels, long width) {
    T h = conv(ops, name + ".half", x, channels, width, 4, 2, 1);
    h = block(ops, name + ".half.block", h, width);
    h = conv(ops, name + ".quarter", h, width, 2 * width, 4, 2, 1);
    return block(ops, name + ".quarter.block", h, 2 * width);
  }

  static <T> T up(Ops<T> ops, String name, T h, long width, long channels) {
    T image = block(ops, name + ".quarter.block", h, 2 * width);
    image = convTranspose(ops, name + ".half", image, 2 * width, width, 4, 2, 1);
    image = block(ops, name + ".half.block", image, width);
    image = ops.silu(groupNorm(ops, name + ".full.norm", image, GROUPS, width));
    return convTranspose(ops, name + ".full", image, width, channels, 4, 2, 1);
  }

  private static <T> T block(Ops<T> ops, String name, T x, long channels) {
    T h = ops.silu(groupNorm(ops, name + ".norm0", x, GROUPS, channels));
    h = conv(ops, name + ".conv0", h, channels, channels, 3);
    h = ops.silu(groupNorm(ops, name + ".norm1", h, GROUPS, channels));
    return ops.add(x, conv(ops, name + ".conv1", h, channels, channels, 3));
  }
}
