package dev.kiln.export.cli;

import dev.kiln.export.data.DrawnDigits;
import dev.kiln.export.data.IdxImages;
import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.data.Split;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The data set that --data names.
 *
 * @param images the images
 * @param name what a card calls it; no path
 */
record TrainingData(LabelledImages images, String name) {
  /** How many different digits are drawn. */
  static final int DRAWN = 60_000;

  private static final String IDX = "idx:";

  static TrainingData open(String description, long seed) throws IOException {
    if (description.equals("drawn")) {
      return new TrainingData(DrawnDigits.of(seed, DRAWN, Split.TRAIN), "drawn-digits");
    }
    String[] files =
        description.substring(Math.min(IDX.length(), description.length())).split(",", -1);
    if (!description.startsWith(IDX) || files.length != 2) {
      throw new IllegalArgumentException(
          "--data must be \"drawn\" or idx:IMAGES,LABELS, was \"" + description + "\"");
    }
    return new TrainingData(
        IdxImages.read(Path.of(files[0]), Path.of(files[1])),
        "idx " + Path.of(files[0]).getFileName());
  }
}
