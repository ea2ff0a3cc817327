package dev.kiln.export.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is kept and shown while a training runs, and how it goes on after an interruption. */
final class CheckpointOptions {
  @Option(
      names = "--checkpoints",
      paramLabel = "DIR",
      order = 30,
      description =
          "Where checkpoints, losses.csv and preview.png are kept. Default: checkpoints/NAME.")
  @Nullable Path directory;

  @Option(
      names = "--checkpoint-minutes",
      paramLabel = "N",
      order = 31,
      description = "Minutes between two checkpoints. Default: 3.")
  double minutes = 3;

  @Option(
      names = "--preview-minutes",
      paramLabel = "N",
      order = 32,
      description =
          "Minutes between two sheets of samples, preview.png, with a row for each class. Default: 3.")
  double previewMinutes = 3;

  @Option(
      names = "--resume",
      order = 33,
      description =
          "Go on from the newest checkpoint. With --images no larger than what it has seen, this exports it as it is.")
  boolean resume;

  @Option(
      names = "--fresh",
      order = 34,
      description = "Begin anew although there is the checkpoint of an unfinished training.")
  boolean fresh;

  @Option(
      names = "--no-score",
      order = 35,
      description = "Do not let the judge look at 500 samples at the end.")
  boolean noScore;
}
