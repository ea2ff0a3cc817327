package dev.kiln.streams.startup;

import java.nio.file.Files;
import java.nio.file.Path;

/** Looks whether the directory of the generators can be read. */
public final class ModelsCheck {

  private ModelsCheck() {}

  public static Findings look(Path models) {
    if (!Files.exists(models)) {
      return wrong(models, "does not exist");
    }
    if (!Files.isDirectory(models)) {
      return wrong(models, "is not a directory");
    }
    return Files.isReadable(models) && Files.isExecutable(models)
        ? Findings.NONE
        : wrong(models, "may not be read by " + System.getProperty("user.name"));
  }

  private static Findings wrong(Path models, String what) {
    return Findings.problem("The directory of the generators, %s, %s.".formatted(models, what));
  }
}
