package dev.kiln.export.cli;

import dev.kiln.export.data.Holdout;
import dev.kiln.export.data.ImageWish;
import org.jspecify.annotations.Nullable;

/**
 * Which data set is asked for, and how it is to be.
 *
 * @param description what --data says
 * @param seed of data that is drawn
 * @param image how images are to be
 * @param classes how many classes there are; null if the labels are to tell
 * @param holdout what to keep from the training
 */
record DataWish(
    String description, long seed, ImageWish image, @Nullable Integer classes, Holdout holdout) {
  /** All of a data set, as it is. */
  DataWish(String description, long seed) {
    this(description, seed, ImageWish.ANY, null, new Holdout(0));
  }
}
