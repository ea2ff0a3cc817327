package dev.kiln.export.cli;

import dev.kiln.export.data.LabelledImages;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes grey images as a pair of IDX files. */
final class IdxFiles {
  private IdxFiles() {}

  /** Writes both files and says how --data names them. */
  static String write(Path directory, LabelledImages images) throws IOException {
    Path pixels = directory.resolve("images.idx");
    Path labels = directory.resolve("labels.idx");
    float[] image = new float[images.height() * images.width()];
    try (DataOutputStream values = new DataOutputStream(Files.newOutputStream(pixels));
        DataOutputStream classes = new DataOutputStream(Files.newOutputStream(labels))) {
      values.writeInt(0x0803);
      values.writeInt(images.size());
      values.writeInt(images.height());
      values.writeInt(images.width());
      classes.writeInt(0x0801);
      classes.writeInt(images.size());
      for (int i = 0; i < images.size(); i++) {
        images.read(i, image, 0);
        for (float value : image) {
          values.writeByte(Math.round((value + 1) * 127.5f));
        }
        classes.writeByte(images.label(i));
      }
    }
    return "idx:" + pixels + "," + labels;
  }
}
