package dev.kiln.export.cli;

import dev.kiln.export.data.LabelledImages;
import picocli.CommandLine.Option;

/** Whether a recipe that can do with or without classes learns them. */
final class WithoutClasses {
  @Option(
      names = "--without-classes",
      description =
          "Do not learn the classes, even where the data has some; a request then names none.")
  boolean chosen;

  /** How many classes the networks take; 0 for none. */
  int classes(LabelledImages images) {
    return chosen ? 0 : images.classes();
  }
}
