package dev.kiln.streams.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A small file system in memory over a directory, which can be filled to the last byte. Mounting
 * needs the right to do so; where that is absent, {@link #isMounted} says so.
 */
final class SmallDisk implements AutoCloseable {

  private static final int MIB = 64;

  private final Path directory;
  private final String problem;
  private boolean mounted;

  private SmallDisk(Path directory, String problem) {
    this.directory = directory;
    this.problem = problem;
    this.mounted = problem.isEmpty();
  }

  static SmallDisk mount(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    return new SmallDisk(
        directory,
        run("mount", "-t", "tmpfs", "-o", "size=" + MIB + "m", "tmpfs", directory.toString()));
  }

  boolean isMounted() {
    return mounted;
  }

  /** Why it is not mounted; empty when it is. */
  String problem() {
    return problem;
  }

  /** Writes until there is no space left. */
  void fill() throws IOException {
    byte[] block = new byte[64 * 1024];
    try (var out = Files.newOutputStream(ballast())) {
      for (int size = block.length; size > 0; size /= 2) {
        try {
          while (true) {
            out.write(block, 0, size);
          }
        } catch (IOException e) {
          // Full for blocks of this size; smaller ones may still fit.
        }
      }
    }
  }

  void free() throws IOException {
    Files.deleteIfExists(ballast());
  }

  private Path ballast() {
    return directory.resolve("ballast");
  }

  private static String run(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      return process.waitFor() == 0 ? "" : command[0] + ": " + said;
    } catch (IOException e) {
      return command[0] + ": " + e.getMessage();
    }
  }

  @Override
  public synchronized void close() {
    if (mounted) {
      mounted = false;
      try {
        run("umount", "-l", directory.toString());
      } catch (IOException e) {
        System.out.println("cannot unmount " + directory + ": " + e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
