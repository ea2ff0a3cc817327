package dev.kiln.export.recipe;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How long and how to train, whatever the recipe.
 *
 * @param seed of the weights, the order of images and the noise
 * @param images how many images to see in all
 * @param time how long to train at most
 * @param batch images in one step
 * @param checkpoints the directory for checkpoints and previews
 * @param checkpointEvery time between two checkpoints
 * @param previewEvery time between two previews
 * @param resume whether to go on from the newest checkpoint
 */
public record TrainingSettings(
    long seed,
    long images,
    Duration time,
    int batch,
    Path checkpoints,
    Duration checkpointEvery,
    Duration previewEvery,
    boolean resume) {

  /** With a preview as often as a checkpoint. */
  public TrainingSettings(
      long seed,
      long images,
      Duration time,
      int batch,
      Path checkpoints,
      Duration checkpointEvery,
      boolean resume) {
    this(seed, images, time, batch, checkpoints, checkpointEvery, checkpointEvery, resume);
  }

  public TrainingSettings {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("the time to train must be positive, was " + time);
    }
    if (images < 1) {
      throw new IllegalArgumentException("images must be at least 1, was " + images);
    }
    if (batch < 1) {
      throw new IllegalArgumentException("batch must be at least 1, was " + batch);
    }
  }

  /** How much of the training is done, from 0 to 1; at 1 it ends. */
  public double done(TrainingProgress progress) {
    return Math.min(
        1,
        Math.max((double) progress.images() / images, progress.seconds() * 1000 / time.toMillis()));
  }
}
