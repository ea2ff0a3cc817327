package dev.kiln.connect.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** The examples that the archive carries. */
public final class Examples {

  /** Where they are. */
  public static final Path DIRECTORY = Path.of("etc");

  private static final ObjectMapper JSON = new ObjectMapper();

  private Examples() {}

  /** All examples of connectors, not those of workers. */
  public static List<Path> connectors() {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("connect-"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The settings of an example, name included. */
  public static Map<String, String> read(Path file) {
    Map<String, String> settings = new HashMap<>();
    try {
      if (file.toString().endsWith(".json")) {
        JsonNode request = JSON.readTree(file.toFile());
        request
            .get("config")
            .properties()
            .forEach(e -> settings.put(e.getKey(), e.getValue().asText()));
        settings.put("name", request.get("name").asText());
      } else {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
          properties.load(in);
        }
        properties.stringPropertyNames().forEach(k -> settings.put(k, properties.getProperty(k)));
      }
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a properties file that a standalone worker reads. */
  public static Path write(Map<String, String> settings, Path file) {
    var properties = new Properties();
    properties.putAll(settings);
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
