package dev.kiln.export.cli;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.data.TrainingSet;
import java.io.IOException;

/**
 * The data set that --data names.
 *
 * @param samples what to learn from
 * @param name what a card calls it; no path
 */
record TrainingData(TrainingSet samples, String name) {

  /**
   * Opens the data set that a description names.
   *
   * @throws IOException if it cannot be read, with one sentence that says why
   * @throws IllegalArgumentException if there is no such form; the message lists those there are
   */
  static TrainingData open(String description, long seed) throws IOException {
    return DataForm.of(description).open(description, seed);
  }

  /**
   * The data set as images.
   *
   * @throws IllegalArgumentException if it holds something else
   */
  LabelledImages images() {
    if (samples instanceof LabelledImages images) {
      return images;
    }
    throw new IllegalArgumentException(
        "this recipe learns from images with classes, --data names " + name);
  }
}
