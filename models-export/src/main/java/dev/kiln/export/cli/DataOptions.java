package dev.kiln.export.cli;

import dev.kiln.export.data.Holdout;
import dev.kiln.export.data.ImageWish;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to do with the data before it is learned from. */
final class DataOptions {
  @Option(
      names = "--size",
      paramLabel = "N",
      order = 10,
      description =
          "Crop images to their middle square and scale it to N x N pixels, N a multiple of 4. Default: as they are.")
  @Nullable Integer size;

  @Option(
      names = "--channels",
      paramLabel = "N",
      order = 11,
      description = "1 to take images as grey, 3 as colour. Default: as they are.")
  @Nullable Integer channels;

  @Option(
      names = "--classes",
      paramLabel = "N",
      order = 12,
      description =
          "How many classes the labels of an IDX file stand for. Default: one more than the largest label.")
  @Nullable Integer classes;

  @Option(
      names = "--holdout",
      paramLabel = "SHARE",
      order = 13,
      description =
          "The share of the data, such as 0.1, that is not learned from: evaluate with the same --data and --holdout"
              + " measures against it. Default: 0; 0.1 where a recipe measures on it itself; 0.2 for tables.")
  @Nullable Double holdout;

  /** The data set that is wished for. */
  DataWish wish(String description, long seed) {
    return new DataWish(description, seed, new ImageWish(size, channels), classes, holdout(0));
  }

  /** What is held out; the usual share where nothing was said. */
  Holdout holdout(double usual) {
    return new Holdout(holdout == null ? usual : holdout);
  }

  /** What was given, as it was typed. */
  String typed() {
    return (size == null ? "" : " --size " + size)
        + (channels == null ? "" : " --channels " + channels)
        + (classes == null ? "" : " --classes " + classes)
        + (holdout == null ? "" : " --holdout " + holdout);
  }
}
