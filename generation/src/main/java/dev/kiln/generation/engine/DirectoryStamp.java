package dev.kiln.generation.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** What can be seen of a directory without reading its files: another stamp, another content. */
final class DirectoryStamp {

  private DirectoryStamp() {}

  /** Names, sizes and times of the files in it; empty when it cannot be listed. */
  static String of(Path directory) {
    StringBuilder stamp = new StringBuilder();
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> sorted = files.sorted().toList();
      for (Path file : sorted) {
        BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
        stamp
            .append(file.getFileName())
            .append(' ')
            .append(seen.size())
            .append(' ')
            .append(seen.lastModifiedTime().toMillis())
            .append('\n');
      }
      return stamp.toString();
    } catch (IOException e) {
      // Somebody is at work there; the next look finds it otherwise.
      return "";
    }
  }
}
