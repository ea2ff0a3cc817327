package dev.kiln.generation.card;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A generator as it lies on disk: its card, and the directory that holds its files.
 *
 * @param card the card
 * @param directory the directory of generator.json
 * @param hash the sha256 (hex) of generator.json, which in turn holds the hashes of all files
 */
public record Generator(GeneratorCard card, Path directory, String hash) {

  /** The largest network file that is read: what a protobuf message can hold. */
  private static final long MAX_FILE_BYTES = Integer.MAX_VALUE - 8L;

  /**
   * Reads a file that the card names and checks it against the card's hash, so that the bytes that
   * were checked are the bytes that are used.
   *
   * @throws DamagedGeneratorException when the file is missing, leaves the directory, or is not the
   *     one that the card means
   */
  public byte[] read(String file) throws DamagedGeneratorException {
    Path path = directory.resolve(file);
    try {
      if (!Files.isRegularFile(path)) {
        throw new DamagedGeneratorException(path + " is missing");
      }
      if (!path.toRealPath().startsWith(directory.toRealPath())) {
        throw new DamagedGeneratorException(path + " leads out of the generator's directory");
      }
      if (Files.size(path) > MAX_FILE_BYTES) {
        throw new DamagedGeneratorException(path + " is larger than 2 GiB");
      }
      byte[] bytes = Files.readAllBytes(path);
      String found = Sha256.hex(bytes);
      String expected = card.files().get(file);
      if (!found.equals(expected)) {
        throw new DamagedGeneratorException(
            path + " has sha256 " + found + ", but the card says " + expected);
      }
      return bytes;
    } catch (IOException e) {
      throw new DamagedGeneratorException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Name and version, as people write them. */
  public String id() {
    return card.name() + "/" + card.version();
  }
}
