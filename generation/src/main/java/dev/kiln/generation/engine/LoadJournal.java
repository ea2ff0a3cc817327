package dev.kiln.generation.engine;

import dev.kiln.generation.card.DamagedGeneratorException;
import dev.kiln.generation.card.Generator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers on disk which generator is being loaded, so that one that kills the process (a crash in
 * native code, no memory) is left out after a few attempts and the others can serve. A file a
 * generator, there only while it is loaded; its lock tells a process that died from one that still
 * loads. Safe for many processes.
 */
final class LoadJournal {

  private static final Logger LOG = LoggerFactory.getLogger(LoadJournal.class);

  /** So many deaths while it was loaded make a generator the culprit: one may be a chance kill. */
  static final int MAX_DEATHS = 3;

  private final @Nullable Path directory;

  /**
   * @param directory where to remember, or null not to
   */
  LoadJournal(@Nullable Path directory) {
    this.directory = directory;
  }

  /** A generator that is being loaded; closed when the process has lived through it. */
  interface Loading extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Writes down that a generator is being loaded.
   *
   * @throws DamagedGeneratorException when the process died too often while it was
   */
  Loading begin(Generator generator) throws DamagedGeneratorException {
    Path where = directory;
    if (where == null) {
      return () -> {};
    }
    Path file = where.resolve(generator.hash() + ".loading");
    try {
      Files.createDirectories(where);
      return open(file, generator);
    } catch (IOException e) {
      LOG.warn(
          "{} cannot be written, so a generator that kills the process is not known: {}",
          file,
          e.getMessage());
      return () -> {};
    }
  }

  private static Loading open(Path file, Generator generator)
      throws IOException, DamagedGeneratorException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileLock lock = lock(channel);
    if (lock == null) {
      // Somebody else is loading it now, and writes it down.
      channel.close();
      return () -> {};
    }
    int deaths = (int) channel.size();
    if (deaths >= MAX_DEATHS) {
      channel.close();
      throw new DamagedGeneratorException(
          generator.directory()
              + " is left out, since the process died "
              + deaths
              + " times while it was loaded; delete "
              + file
              + " to try it again");
    }
    channel.write(ByteBuffer.wrap("x".getBytes(StandardCharsets.US_ASCII)), deaths);
    channel.force(true);
    return () -> end(file, channel);
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static void end(Path file, FileChannel channel) {
    try {
      Files.deleteIfExists(file);
      channel.close();
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted: {}", file, e.getMessage());
    }
  }
}
