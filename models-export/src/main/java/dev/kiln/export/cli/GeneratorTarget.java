package dev.kiln.export.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.card.GeneratorCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where a generator is to lie. Looked at before a training spends hours. */
final class GeneratorTarget {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private GeneratorTarget() {}

  /**
   * Refuses a place that the generator cannot take.
   *
   * @param out the generator's directory
   * @param version a directory inside it
   * @param recipe the recipe's name; a generator of the same recipe is replaced
   * @throws IllegalArgumentException with one sentence about what is there
   */
  static void check(Path out, String version, String recipe) throws IOException {
    String name = String.valueOf(out.toAbsolutePath().normalize().getFileName());
    for (String part : new String[] {name, version}) {
      if (!NAME.matcher(part).matches() || part.contains("..")) {
        throw new IllegalArgumentException(
            "a generator's name and version are letters, digits, dots, dashes and underscores, was \""
                + part
                + "\"");
      }
    }
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new IllegalArgumentException(out + " is a file; --out takes a directory, models/NAME");
    }
    Optional<Path> inside = generatorInside(out);
    if (inside.isPresent()) {
      throw new IllegalArgumentException(
          out
              + " holds generators, such as "
              + inside.get()
              + "; --out takes a directory for one of them");
    }
    Path card = out.resolve(version).resolve(GeneratorCatalog.CARD_FILE);
    if (Files.exists(card)) {
      String other = recipe(card);
      if (!other.equals(recipe)) {
        throw new IllegalArgumentException(
            out.resolve(version)
                + " holds a generator of "
                + (other.isEmpty() ? "an unknown recipe" : other)
                + ", this is "
                + recipe
                + ": choose another --out or --generator-version, or remove it");
      }
    }
  }

  /** The recipe that a card tells of; empty if it tells none, or is no card. */
  private static String recipe(Path card) throws IOException {
    try {
      JsonNode json = new ObjectMapper().readTree(Files.readAllBytes(card));
      return json.path("training").path("recipe").asText();
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  /** A generator's directory inside this one, which then is a directory of generators itself. */
  private static Optional<Path> generatorInside(Path out) throws IOException {
    if (!Files.isDirectory(out)) {
      return Optional.empty();
    }
    try (Stream<Path> cards = Files.walk(out, 3)) {
      return cards
          .filter(f -> f.endsWith(GeneratorCatalog.CARD_FILE))
          .filter(f -> out.relativize(f).getNameCount() == 3)
          .map(f -> out.relativize(f).getName(0))
          .findFirst();
    }
  }
}
