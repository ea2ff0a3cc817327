package dev.kiln.generation.card;

import dev.kiln.generation.message.Sentence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What lies in a models directory: {@code NAME/VERSION/generator.json} each. A directory that
 * cannot be used becomes a problem and does not keep the others from serving.
 *
 * @param generators the usable ones, by name, newest version first
 * @param problems the others
 */
public record GeneratorCatalog(List<Generator> generators, List<Problem> problems) {

  public static final String CARD_FILE = "generator.json";

  /**
   * A generator directory that cannot be used.
   *
   * @param directory which one
   * @param message one sentence: which file, and what is wrong with it
   */
  public record Problem(Path directory, String message) {
    public Problem {
      message = Sentence.plain(message);
    }
  }

  public GeneratorCatalog {
    generators =
        generators.stream()
            .sorted(
                Comparator.comparing((Generator g) -> g.card().name())
                    .thenComparing(g -> g.card().version(), new VersionOrder().reversed()))
            .toList();
    problems = List.copyOf(problems);
  }

  /**
   * Reads the cards below a directory; the networks are read when the engine loads them.
   *
   * @throws IOException when the directory itself cannot be listed
   */
  public static GeneratorCatalog load(Path models) throws IOException {
    return load(models, DirectoryLimits.defaults());
  }

  /**
   * Reads the cards below a directory, as far as they keep to the limits.
   *
   * @throws IOException when the directory itself cannot be listed
   */
  public static GeneratorCatalog load(Path models, DirectoryLimits limits) throws IOException {
    if (!Files.isDirectory(models)) {
      throw new IOException("the models directory " + models + " does not exist");
    }
    List<Generator> generators = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Path name : directories(models)) {
      for (Path version : directories(name)) {
        try {
          generators.add(read(version, limits));
        } catch (DamagedGeneratorException e) {
          problems.add(new Problem(version, String.valueOf(e.getMessage())));
        }
      }
    }
    return new GeneratorCatalog(generators, problems);
  }

  private static Generator read(Path directory, DirectoryLimits limits)
      throws DamagedGeneratorException {
    Path file = directory.resolve(CARD_FILE);
    byte[] json = BoundedFile.read(directory, CARD_FILE, limits.cardBytes());
    GeneratorCard card;
    try {
      card = CardJson.read(json);
    } catch (DamagedGeneratorException e) {
      throw new DamagedGeneratorException(file + " is not a generator card: " + e.getMessage(), e);
    }
    String name =
        String.valueOf(
            directory.toAbsolutePath().getName(directory.toAbsolutePath().getNameCount() - 2));
    if (!card.name().equals(name)
        || !card.version().equals(String.valueOf(directory.getFileName()))) {
      throw new DamagedGeneratorException(
          file
              + " says "
              + card.name()
              + "/"
              + card.version()
              + ", but lies in "
              + name
              + "/"
              + directory.getFileName());
    }
    if (card.stages().size() > limits.stages()) {
      throw new DamagedGeneratorException(
          file + " has " + card.stages().size() + " stages, the limit is " + limits.stages());
    }
    return new Generator(card, directory, Sha256.hex(json));
  }

  private static List<Path> directories(Path parent) throws IOException {
    try (Stream<Path> children = Files.list(parent)) {
      return children
          .filter(Files::isDirectory)
          .filter(child -> !String.valueOf(child.getFileName()).startsWith("."))
          .sorted()
          .toList();
    }
  }
}
