package dev.kiln.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tables of docs/architecture.md name the packages that there are, each below what it imports.
 */
class PackagesTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.]+)` \\|");
  private static final Map<String, String> PACKAGES =
      Map.of(
          "generation", "dev.kiln.generation",
          "schemas", "dev.kiln.schemas",
          "storage", "dev.kiln.storage",
          "streams-app", "dev.kiln.streams",
          "connectors", "dev.kiln.connect",
          "models-export", "dev.kiln.export",
          "bench", "dev.kiln.bench");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "generation",
        "schemas",
        "storage",
        "streams-app",
        "connectors",
        "models-export",
        "bench"
      })
  void thePageShowsThePackagesAndTheirOrder(String module) throws IOException {
    List<String> shown = shown(module);
    TreeSet<String> found = new TreeSet<>();
    List<String> upwards = new ArrayList<>();
    for (Path file : sources(module)) {
      String text = Files.readString(file);
      String from = inModule(module, match(text, "(?m)^package ([\\w.]+);"));
      found.add(from);
      Pattern imports =
          Pattern.compile(
              "(?m)^import (?:static )?(" + Pattern.quote(root(module)) + "[\\w.]*?)\\.[A-Z]");
      imports
          .matcher(text)
          .results()
          .map(imported -> inModule(module, imported.group(1)))
          .filter(to -> !to.equals(from) && shown.indexOf(to) > shown.indexOf(from))
          .forEach(to -> upwards.add(from + " imports " + to + ", which stands below it"));
    }
    // Avro makes it with the build.
    if (module.equals("schemas")) {
      found.add("avro");
    }

    assertThat(shown).as("packages of %s", module).containsExactlyInAnyOrderElementsOf(found);
    assertThat(upwards).as("arrows of %s", module).isEmpty();
  }

  /** The packages of a module in the order of the page. */
  private static List<String> shown(String module) throws IOException {
    String page = Files.readString(ROOT.resolve("docs/architecture.md"));
    String heading = "## Packages of `" + module + "`\n";
    assertThat(page).contains(heading);
    String section = page.substring(page.indexOf(heading) + heading.length());
    int end = section.indexOf("\n## ");
    return ROW.matcher(end < 0 ? section : section.substring(0, end))
        .results()
        .map(row -> row.group(1))
        .toList();
  }

  private static List<Path> sources(String module) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .toList();
    }
  }

  private static String root(String module) {
    return PACKAGES.getOrDefault(module, "");
  }

  /** Without what all packages of the module begin with; of the first of them its last word. */
  private static String inModule(String module, String name) {
    return name.equals(root(module))
        ? name.substring(name.lastIndexOf('.') + 1)
        : name.substring(root(module).length() + 1);
  }

  private static String match(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .findFirst()
        .orElseThrow();
  }
}
