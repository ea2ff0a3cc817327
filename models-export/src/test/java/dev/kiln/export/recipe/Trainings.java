package dev.kiln.export.recipe;

import dev.kiln.export.data.TrainingSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Short trainings without checkpoints on the way. */
final class Trainings {
  private Trainings() {}

  /** Trains for so many steps. */
  static void run(Recipe recipe, TrainingSet data, int steps, int batch, Path directory)
      throws IOException {
    new TrainingLoop(
            recipe,
            data,
            new TrainingSettings(
                1,
                (long) batch * steps,
                Duration.ofDays(1),
                batch,
                directory,
                Duration.ofDays(1),
                false),
            Preview.NONE,
            line -> {},
            System::nanoTime)
        .run();
  }
}
