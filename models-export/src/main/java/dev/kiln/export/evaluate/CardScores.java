package dev.kiln.export.evaluate;

import dev.kiln.generation.card.CardJson;
import dev.kiln.generation.card.DamagedGeneratorException;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.GeneratorCatalog;
import dev.kiln.generation.card.Score;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Keeps scores in a generator's card. */
public final class CardScores {
  private CardScores() {}

  /** A card with a score; one that was measured in the same way before is replaced. */
  public static GeneratorCard with(GeneratorCard card, Score score) {
    List<Score> scores = new ArrayList<>(card.scores());
    scores.removeIf(old -> sameMeasure(old, score));
    scores.add(score);
    return new GeneratorCard(
        card.name(),
        card.version(),
        card.family(),
        card.description(),
        card.sample(),
        card.conditions(),
        card.stages(),
        card.defaults(),
        card.limits(),
        card.training(),
        scores,
        card.files());
  }

  private static boolean sameMeasure(Score a, Score b) {
    return a.name().equals(b.name())
        && Objects.equals(a.sampler(), b.sampler())
        && Objects.equals(a.steps(), b.steps())
        && Objects.equals(a.guidance(), b.guidance());
  }

  /** Puts several scores into the card of a generator's directory. */
  public static void write(Path directory, List<Score> scores) throws IOException {
    for (Score score : scores) {
      write(directory, score);
    }
  }

  /**
   * Puts a score into the card of a generator's directory; the file is replaced at once.
   *
   * @param directory the directory of the version, with its generator.json
   */
  public static void write(Path directory, Score score) throws IOException {
    Path file = directory.resolve(GeneratorCatalog.CARD_FILE);
    GeneratorCard card;
    try {
      card = CardJson.read(Files.readAllBytes(file));
    } catch (DamagedGeneratorException e) {
      throw new IOException(file + " is not a generator card: " + e.getMessage(), e);
    }
    Path fresh = directory.resolve(GeneratorCatalog.CARD_FILE + ".new");
    Files.write(fresh, CardJson.write(with(card, score)).getBytes(StandardCharsets.UTF_8));
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
