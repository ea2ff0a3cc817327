package dev.kiln.streams.cli;

import dev.kiln.streams.app.KilnConfig;
import dev.kiln.streams.secrets.Secrets;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;

/** The file that {@code --config} names. */
final class AppProperties {

  private AppProperties() {}

  /**
   * Reads it; without kiln.models the generators that Kiln ships are served.
   *
   * @throws CommandFailedException in one sentence, if it cannot be read
   */
  static Properties read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailedException(
          "Cannot read the configuration " + file + ": " + reason(e), e);
    }
    Secrets.remember(properties);
    String home = System.getenv("KILN_HOME");
    if (home != null) {
      properties.putIfAbsent(KilnConfig.MODELS, Path.of(home, "models").toString());
    }
    return properties;
  }

  private static String reason(Exception e) {
    return e instanceof NoSuchFileException ? "there is no such file" : Errors.sentence(e);
  }
}
