package dev.kiln.export.cli;

import dev.kiln.generation.card.CardJson;
import dev.kiln.generation.card.DamagedGeneratorException;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.GeneratorCatalog;
import dev.kiln.generation.card.Prediction;
import dev.kiln.generation.card.StageSpec;
import dev.kiln.generation.sampler.Samplers;
import dev.kiln.generation.sampler.SchedulerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

/**
 * A generator to distil.
 *
 * @param name NAME/VERSION
 * @param network the file of its network
 * @param prediction what that predicts
 * @param scheduler the noise levels that it was trained on
 */
record Teacher(String name, Path network, Prediction prediction, SchedulerConfig scheduler) {
  private static final Set<Prediction> DISTILLABLE =
      Set.of(Prediction.EPSILON, Prediction.V, Prediction.X0);

  /**
   * Reads its card.
   *
   * @throws IOException if there is none, or it is damaged
   * @throws IllegalArgumentException if it is no generator of "train ddpm"
   */
  static Teacher read(Path directory) throws IOException {
    Path file = directory.resolve(GeneratorCatalog.CARD_FILE);
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    GeneratorCard card = card(file);
    String name = card.name() + "/" + card.version();
    StageSpec stage = card.stages().get(0);
    if (!card.family().equals("diffusion")
        || !DISTILLABLE.contains(stage.prediction())
        || stage.scheduler() == null) {
      throw new IllegalArgumentException(
          "the teacher must be a generator of \"train ddpm\", "
              + name
              + " is of family "
              + card.family());
    }
    return new Teacher(
        name,
        directory.resolve(stage.network()),
        stage.prediction(),
        Samplers.filled(SchedulerConfig.parse(stage.scheduler())));
  }

  private static GeneratorCard card(Path file) throws IOException {
    try {
      return CardJson.read(Files.readAllBytes(file));
    } catch (DamagedGeneratorException e) {
      throw new IOException(file + " is not a generator card: " + e.getMessage(), e);
    }
  }
}
