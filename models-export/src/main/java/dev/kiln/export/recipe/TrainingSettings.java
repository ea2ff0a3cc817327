package dev.kiln.export.recipe;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How long and how to train, whatever the recipe.
 *
 * @param seed of the weights, the order of images and the noise
 * @param images how many images to see in all
 * @param batch images in one step
 * @param checkpoints the directory for checkpoints and previews
 * @param checkpointEvery time between two checkpoints
 * @param resume whether to go on from the newest checkpoint, if there is one
 */
public record TrainingSettings(
    long seed, long images, int batch, Path checkpoints, Duration checkpointEvery, boolean resume) {
  public TrainingSettings {
    if (images < 1) {
      throw new IllegalArgumentException("images must be at least 1, was " + images);
    }
    if (batch < 1) {
      throw new IllegalArgumentException("batch must be at least 1, was " + batch);
    }
  }
}
