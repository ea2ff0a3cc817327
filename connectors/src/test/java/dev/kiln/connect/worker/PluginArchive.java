package dev.kiln.connect.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The archive that the build packed, as an operator unpacks it. */
public final class PluginArchive {

  private PluginArchive() {}

  /** The archive; the build says where it is. */
  public static Path file() {
    String file = System.getProperty("kiln.plugin.archive");
    if (file == null || !Files.isRegularFile(Path.of(file))) {
      throw new IllegalStateException(
          "there is no plugin archive at " + file + "; run the tests with mvn verify");
    }
    return Path.of(file);
  }

  /** Unpacks it below a directory and returns that, ready for plugin.path. */
  public static Path unpackTo(Path directory) {
    try (InputStream in = Files.newInputStream(file());
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = directory.resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(zip, target);
        }
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
