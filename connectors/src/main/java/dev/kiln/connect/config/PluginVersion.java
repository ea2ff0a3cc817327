package dev.kiln.connect.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that the build gave to all plugins of this archive. */
public final class PluginVersion {

  private static final String FILE = "version.properties";

  private PluginVersion() {}

  /** As in the archive's name, such as 0.1.0. */
  public static String get() {
    try (InputStream in = PluginVersion.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing from the plugin's jar");
      }
      var properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " cannot be read from the plugin's jar", e);
    }
  }
}
