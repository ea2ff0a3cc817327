package dev.kiln.export.recipe;

import org.bytedeco.pytorch.Tensor;

/**
 * Some training images, alive for one step.
 *
 * @param images [N, C, H, W] in [-1, 1]
 * @param labels [N], int64
 */
public record Batch(Tensor images, Tensor labels) {
  /** How many images. */
  public long size() {
    return images.size(0);
  }
}
