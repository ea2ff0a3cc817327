package dev.kiln.streams.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The generators of a run: a copy of the shipped ones, of which one can be replaced while instances
 * serve it. The replacement has the same name and version and other networks. For one thread.
 */
final class Generators {

  private static final Path REPLACED = Path.of(Asks.GAN, "1");
  private static final Path MODEL = Path.of(Asks.CONSISTENCY, "1");

  private final Path shipped;
  private final Path served;
  private final Path other;
  private final Path staging;
  private boolean isOther;

  private Generators(Path shipped, Path directory) {
    this.shipped = shipped;
    this.served = directory.resolve("served");
    this.other = directory.resolve("other");
    this.staging = directory.resolve("staging");
  }

  static Generators copy(Path shipped, Path directory) throws IOException {
    var generators = new Generators(shipped, directory.toAbsolutePath());
    for (String name : List.of(Asks.GAN, Asks.CONSISTENCY, Asks.DIFFUSION, "shapes")) {
      copyTree(shipped.resolve(name), generators.served.resolve(name));
    }
    copyTree(shipped.resolve(MODEL), generators.other.resolve(REPLACED));
    Path card = generators.other.resolve(REPLACED).resolve("generator.json");
    var json = new ObjectMapper();
    ObjectNode renamed = (ObjectNode) json.readTree(card.toFile());
    renamed.put("name", Asks.GAN);
    json.writeValue(card.toFile(), renamed);
    return generators;
  }

  /** What the instances serve. */
  Path served() {
    return served;
  }

  /** The directories whose generators may have made a sample. */
  List<Path> all() {
    return List.of(shipped, other);
  }

  /** Puts the other one in the place of the one that is served. */
  void replace() throws IOException {
    Path place = served.resolve(REPLACED);
    Path next = staging.resolve("next");
    Path last = staging.resolve("last");
    deleteTree(staging);
    copyTree((isOther ? shipped : other).resolve(REPLACED), next);
    Files.move(place, last);
    Files.move(next, place);
    isOther = !isOther;
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  private static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
