package dev.kiln.export.recipe;

import java.io.IOException;
import java.nio.file.Path;

/** Writes something to look at beside a checkpoint. */
@FunctionalInterface
public interface Preview {
  /** Nothing to look at. */
  Preview NONE = (directory, seed) -> {};

  /**
   * Writes it, in place of the one before.
   *
   * @param directory the directory of the checkpoints
   * @param seed of what is drawn; the same in each training, so that previews can be compared
   * @throws IOException if it cannot be written
   */
  void write(Path directory, long seed) throws IOException;

  /** What the file is called. */
  default String file() {
    return "preview.png";
  }
}
