package dev.kiln.export.export;

import dev.kiln.generation.card.CardJson;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.GeneratorCatalog;
import dev.kiln.generation.card.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes a generator into {@code DIRECTORY/VERSION/}: the network first, the card last, each
 * replaced at once, so that a reader never sees half a file.
 */
public final class GeneratorDirectory {
  private GeneratorDirectory() {}

  /**
   * Writes a generator of one network.
   *
   * @param generator the generator's own directory, whose name is the generator's
   * @return the directory of its version
   * @throws ExportException if the card does not belong to these bytes or this directory
   */
  public static Path write(Path generator, GeneratorCard card, byte[] model) throws IOException {
    String network = card.stages().get(0).network();
    if (!Sha256.hex(model).equals(card.files().get(network))) {
      throw new ExportException("the card's sha256 of " + network + " is not that of the network");
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
    replace(directory.resolve(network), model);
    replace(
        directory.resolve(GeneratorCatalog.CARD_FILE),
        CardJson.write(card).getBytes(StandardCharsets.UTF_8));
    return directory;
  }

  private static void replace(Path file, byte[] content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, content);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
