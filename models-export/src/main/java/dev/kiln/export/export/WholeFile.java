package dev.kiln.export.export;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** Writes a file beside its place and moves it there, so that a reader never sees half of it. */
public final class WholeFile {
  private WholeFile() {}

  /** How bytes get into a file. */
  @FunctionalInterface
  interface Writer {
    void write(Path file, byte[] content) throws IOException;
  }

  /**
   * Writes or replaces a file. If that fails, the old one is still there, and nothing else.
   *
   * @throws IOException in one sentence, if there is no room or the place cannot be written
   */
  public static void write(Path file, byte[] content) throws IOException {
    write(file, content, Files::write);
  }

  static void write(Path file, byte[] content, Writer writer) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      writer.write(fresh, content);
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      Path directory = file.toAbsolutePath().getParent();
      if (directory == null || !Files.isDirectory(directory)) {
        throw new NoSuchFileException(String.valueOf(directory));
      }
      FileStore store = Files.getFileStore(directory);
      if (store.getUsableSpace() < content.length || isFull(e)) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s needs %,d bytes, and its disk has %,d left: nothing was written",
                file,
                content.length,
                store.getUsableSpace()),
            e);
      }
      throw e;
    }
  }

  private static boolean isFull(IOException e) {
    return String.valueOf(e.getMessage()).contains("No space left");
  }
}
