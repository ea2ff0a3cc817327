package dev.kiln.generation.card;

import java.nio.file.Path;

/**
 * A generator as it lies on disk: its card, and the directory that holds its files.
 *
 * @param card the card
 * @param directory the directory of generator.json
 * @param hash the sha256 (hex) of generator.json, which in turn holds the hashes of all files
 */
public record Generator(GeneratorCard card, Path directory, String hash) {

  /** Reads a file of any size, see {@link #read(String, int)}. */
  public byte[] read(String file) throws DamagedGeneratorException {
    return read(file, DirectoryLimits.LARGEST_FILE);
  }

  /**
   * Reads a file that the card names and checks it against the card's hash, so that the bytes that
   * were checked are the bytes that are used.
   *
   * @param most the most bytes that it may have
   * @throws DamagedGeneratorException when the file is missing, too large, leaves the directory, or
   *     is not the one that the card means
   */
  public byte[] read(String file, int most) throws DamagedGeneratorException {
    byte[] bytes = BoundedFile.read(directory, file, most);
    String found = Sha256.hex(bytes);
    String expected = card.files().get(file);
    if (!found.equals(expected)) {
      throw new DamagedGeneratorException(
          directory.resolve(file) + " has sha256 " + found + ", but the card says " + expected);
    }
    return bytes;
  }

  /** Name and version, as people write them. */
  public String id() {
    return card.name() + "/" + card.version();
  }
}
