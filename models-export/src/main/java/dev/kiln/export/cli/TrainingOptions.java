package dev.kiln.export.cli;

import dev.kiln.export.export.WeightFormat;
import dev.kiln.export.recipe.TrainingSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every recipe lets one choose. */
final class TrainingOptions {
  private static final double SECONDS = 60;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      defaultValue = "drawn",
      description = {
        "What to train on: \"drawn\" for the digits that Kiln draws itself, or idx:IMAGES,LABELS for a data set in IDX"
            + " files (28 x 28 grey images), as MNIST's. Default: ${DEFAULT-VALUE}."
      })
  String data = "drawn";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "models/NAME",
      description = "The generator's directory; its last part is the generator's name.")
  Path out = Path.of("");

  @Option(
      names = "--generator-version",
      paramLabel = "VERSION",
      defaultValue = "1",
      description = "The generator's version, a directory inside --out. Default: ${DEFAULT-VALUE}.")
  String version = "1";

  @Option(
      names = "--seed",
      defaultValue = "1",
      description =
          "Seed of the weights, the order of images and the noise. Default: ${DEFAULT-VALUE}.")
  long seed = 1;

  @Option(
      names = "--images",
      paramLabel = "N",
      description =
          "Stop after so many images, each counted as often as it was seen. The learning rate falls towards that end."
              + " The default is the recipe's own.")
  @Nullable Long images;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description =
          "Stop after so many minutes if that comes first. The learning rate then follows the clock, so two such"
              + " trainings differ; give --images alone for one that can be repeated.")
  @Nullable Double minutes;

  @Option(
      names = "--batch",
      defaultValue = "64",
      description = "Images in one step. Default: ${DEFAULT-VALUE}.")
  int batch = 64;

  @Option(
      names = "--threads",
      defaultValue = "2",
      description = "Threads for PyTorch. Default: ${DEFAULT-VALUE}.")
  int threads = 2;

  @Option(
      names = "--checkpoints",
      paramLabel = "DIR",
      description =
          "Where checkpoints and preview.png, a sheet of samples with a row for each class, are kept. Default:"
              + " checkpoints/NAME.")
  @Nullable Path checkpoints;

  @Option(
      names = "--checkpoint-minutes",
      paramLabel = "N",
      defaultValue = "3",
      description = "Minutes between two checkpoints. Default: ${DEFAULT-VALUE}.")
  double checkpointMinutes = 3;

  @Option(
      names = "--resume",
      description =
          "Go on from the newest checkpoint, if there is one. With --images no larger than what it has seen, this"
              + " exports the checkpoint as it is.")
  boolean resume;

  @Option(
      names = "--weights",
      paramLabel = "FORMAT",
      defaultValue = "fp32",
      converter = WeightFormatConverter.class,
      description =
          "How the ONNX files hold their weights: fp32, fp16 (half the size) or int8 (a quarter, the least exact)."
              + " All run equally fast. Default: ${DEFAULT-VALUE}.")
  WeightFormat weights = WeightFormat.FLOAT32;

  String name() {
    return String.valueOf(out.toAbsolutePath().normalize().getFileName());
  }

  TrainingSettings settings(long defaultImages) {
    return new TrainingSettings(
        seed,
        images == null ? defaultImages : images,
        minutes == null ? Duration.ofDays(365) : duration(minutes),
        batch,
        checkpoints == null ? Path.of("checkpoints").resolve(name()) : checkpoints,
        duration(checkpointMinutes),
        resume);
  }

  private static Duration duration(double minutes) {
    return Duration.ofMillis(Math.round(minutes * SECONDS * 1000));
  }

  /** The command that does this training again. */
  String command(String recipe, long defaultImages, String more) {
    return "./kiln train "
        + recipe
        + more
        + " --data "
        + data
        + " --images "
        + (images == null ? defaultImages : images)
        + (minutes == null ? "" : " --minutes " + minutes)
        + " --batch "
        + batch
        + " --seed "
        + seed
        + (weights == WeightFormat.FLOAT32 ? "" : " --weights " + weights.label())
        + " --out models/"
        + name();
  }
}
