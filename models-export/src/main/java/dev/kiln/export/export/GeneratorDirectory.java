package dev.kiln.export.export;

import dev.kiln.generation.card.CardJson;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.GeneratorCatalog;
import dev.kiln.generation.card.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;

/**
 * Writes a generator into {@code DIRECTORY/VERSION/}: the networks first, the card last, each
 * replaced at once, so that a reader never sees half a file.
 */
public final class GeneratorDirectory {
  private GeneratorDirectory() {}

  /**
   * Writes a generator.
   *
   * @param generator the generator's own directory, whose name is the generator's
   * @param files every file that the card names, by its name
   * @return the directory of its version
   * @throws ExportException if the card does not belong to these files or this directory
   */
  public static Path write(Path generator, GeneratorCard card, Map<String, byte[]> files)
      throws IOException {
    if (!card.files().keySet().equals(files.keySet())) {
      throw new ExportException(
          "the card names the files "
              + new TreeSet<>(card.files().keySet())
              + ", there are "
              + new TreeSet<>(files.keySet()));
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (!Sha256.hex(file.getValue()).equals(card.files().get(file.getKey()))) {
        throw new ExportException(
            "the card's sha256 of " + file.getKey() + " is not that of the file");
      }
    }
    if (!card.name().equals(String.valueOf(generator.getFileName()))) {
      throw new ExportException(
          "the generator "
              + card.name()
              + " cannot lie in a directory called "
              + generator.getFileName());
    }
    Path directory = generator.resolve(card.version());
    Files.createDirectories(directory);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      WholeFile.write(directory.resolve(file.getKey()), file.getValue());
    }
    WholeFile.write(
        directory.resolve(GeneratorCatalog.CARD_FILE),
        CardJson.write(card).getBytes(StandardCharsets.UTF_8));
    return directory;
  }
}
