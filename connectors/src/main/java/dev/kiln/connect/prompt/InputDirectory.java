package dev.kiln.connect.prompt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a directory that a task reads: each file belongs to one task, by its name.
 *
 * @param directory where they are
 * @param pattern which names are read
 * @param format what they hold; AUTO leaves alone what it does not know
 * @param task which task, from 0
 * @param tasks how many there are
 */
record InputDirectory(Path directory, PathMatcher pattern, FileFormat format, int task, int tasks) {

  /** The files that are there now, by name. */
  List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(this::isMine).filter(Files::isRegularFile).sorted().toList();
    }
  }

  private boolean isMine(Path file) {
    Path name = file.getFileName();
    return !name.toString().startsWith(".")
        && pattern.matches(name)
        && format.of(name.toString()).isPresent()
        && Math.floorMod(name.toString().hashCode(), tasks) == task;
  }
}
