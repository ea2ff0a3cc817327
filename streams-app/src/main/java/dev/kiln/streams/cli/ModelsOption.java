package dev.kiln.streams.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --models}: where the generators are; by default the ones that Kiln ships. */
final class ModelsOption {

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "Directory of generators (default: models beside the kiln launcher).")
  @Nullable Path models;

  /** The directory, which exists. */
  Path directory() {
    String home = System.getenv().getOrDefault("KILN_HOME", ".");
    Path directory = models == null ? Path.of(home, "models") : models;
    if (!Files.isDirectory(directory)) {
      throw new CommandFailedException(
          "There is no directory of generators at "
              + directory
              + "; name one with --models, or train them with ./kiln train.");
    }
    return directory;
  }
}
