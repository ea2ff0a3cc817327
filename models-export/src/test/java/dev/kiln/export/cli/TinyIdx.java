package dev.kiln.export.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small data set in IDX files: 64 images of 8 x 8, of four classes, a bright column each. */
final class TinyIdx {
  static final int SIDE = 8;
  static final int CLASSES = 4;
  static final int COUNT = 64;

  private TinyIdx() {}

  /** Writes both files and returns what --data takes. */
  static String write(Path directory) throws IOException {
    ByteBuffer images = ByteBuffer.allocate(16 + COUNT * SIDE * SIDE);
    images.putInt(0x803).putInt(COUNT).putInt(SIDE).putInt(SIDE);
    ByteBuffer labels = ByteBuffer.allocate(8 + COUNT);
    labels.putInt(0x801).putInt(COUNT);
    for (int i = 0; i < COUNT; i++) {
      int label = i % CLASSES;
      labels.put((byte) label);
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        images.put((byte) (pixel % SIDE == 2 * label ? 200 + i % 50 : 0));
      }
    }
    Files.createDirectories(directory);
    Path imageFile = Files.write(directory.resolve("images.idx"), images.array());
    Path labelFile = Files.write(directory.resolve("labels.idx"), labels.array());
    return "idx:" + imageFile + "," + labelFile;
  }
}
