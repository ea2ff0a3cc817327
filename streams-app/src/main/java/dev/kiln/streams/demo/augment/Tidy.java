package dev.kiln.streams.demo.augment;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A directory that goes when it is closed.
 *
 * @param directory which one
 */
record Tidy(Path directory) implements AutoCloseable {

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }
}
