package dev.kiln.generation.card;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files of a directory that a stranger filled. */
final class BoundedFile {

  private BoundedFile() {}

  /**
   * The bytes of a file.
   *
   * @param most the most bytes that are read
   * @throws DamagedGeneratorException when it is missing, no plain file, larger than that, or a
   *     link that leads out of the directory
   */
  static byte[] read(Path directory, String name, int most) throws DamagedGeneratorException {
    Path file = directory.resolve(name);
    try {
      if (!Files.isRegularFile(file)) {
        throw new DamagedGeneratorException(file + " is missing");
      }
      Path real = file.toRealPath();
      if (!real.startsWith(directory.toRealPath())) {
        throw new DamagedGeneratorException(file + " leads out of the generator's directory");
      }
      // A file may grow while it is read, so its size is no promise.
      try (InputStream in = Files.newInputStream(real)) {
        byte[] bytes = Files.size(real) > most ? null : in.readNBytes(most);
        if (bytes == null || in.read() >= 0) {
          throw new DamagedGeneratorException(
              file + " is larger than " + most + " bytes, the limit for it");
        }
        return bytes;
      }
    } catch (IOException e) {
      throw new DamagedGeneratorException(file + " cannot be read: " + e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      throw new DamagedGeneratorException(
          file + " does not fit into the memory of this process", e);
    }
  }
}
