package dev.kiln.storage;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Blobs as files below a directory, which may be mounted from elsewhere. A file is written beside
 * its place, forced to the disk, and moved there in one step.
 */
final class DirectoryBlobs implements BlobStore {

  /** Where files are while they are written; what a killed process left there is of no use. */
  private static final String PARTIAL = ".partial";

  private static final Duration LEFT_BEHIND = Duration.ofDays(1);

  private final Path root;
  private final Path partial;

  /**
   * A store below a directory, which is made if it does not exist.
   *
   * @throws IOException if it cannot be written to
   */
  DirectoryBlobs(Path root) throws IOException {
    this.root = root.toAbsolutePath().normalize();
    this.partial = this.root.resolve(PARTIAL);
    Files.createDirectories(partial);
    Path probe = partial.resolve(UUID.randomUUID().toString());
    Files.write(probe, new byte[0]);
    Files.delete(probe);
    deleteLeftBehind();
  }

  @Override
  public String put(String name, byte[] bytes) throws IOException {
    Path file = root.resolve(name).normalize();
    if (!file.startsWith(root) || file.equals(root)) {
      throw new IOException("the name " + name + " leads out of " + root);
    }
    // A file in its place is complete.
    if (!holds(file, bytes)) {
      Path place = Objects.requireNonNull(file.getParent());
      Files.createDirectories(place);
      Path fresh = partial.resolve(UUID.randomUUID().toString());
      try {
        write(fresh, bytes);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
      force(place);
    }
    return file.toUri().toString();
  }

  @Override
  public byte[] get(String url) throws IOException {
    Path file;
    try {
      file = Path.of(URI.create(url)).toRealPath();
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw new IOException(url + " is not a file's URL", e);
    } catch (NoSuchFileException e) {
      throw new IOException(url + " is not there", e);
    }
    if (!file.startsWith(root.toRealPath())) {
      throw new IOException(url + " is not below " + root);
    }
    return Files.readAllBytes(file);
  }

  private static boolean holds(Path file, byte[] bytes) throws IOException {
    return Files.exists(file)
        && Files.size(file) == bytes.length
        && Arrays.equals(Files.readAllBytes(file), bytes);
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        out.write(left);
      }
      out.force(true);
    }
  }

  /** The name itself is on the disk only once its directory is. */
  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private void deleteLeftBehind() throws IOException {
    FileTime old = FileTime.from(Instant.now().minus(LEFT_BEHIND));
    try (Stream<Path> files = Files.list(partial)) {
      List<Path> all = files.toList();
      for (Path file : all) {
        if (Files.getLastModifiedTime(file).compareTo(old) < 0) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
