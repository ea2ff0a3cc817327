package dev.kiln.streams.faults;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own on this JVM's class path, which can be sent signals. What it prints is appended
 * to its log. Safe for many threads.
 */
final class ChildJvm {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Process process;

  private ChildJvm(Process process) {
    this.process = process;
  }

  /**
   * Starts a JVM.
   *
   * @param directory where it runs
   * @param log the file that gets its output
   * @param options options of the JVM
   * @param main the class to run; should call {@link ParentWatch#begin}
   */
  static ChildJvm start(
      Path directory, Path log, Collection<String> options, Class<?> main, List<String> arguments)
      throws IOException {
    Files.createDirectories(directory);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add(main.getName());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    // Not on the command line: some native libraries break on one as long as Kafka's class path.
    builder.environment().put("CLASSPATH", absoluteClassPath());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return new ChildJvm(builder.start());
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int exitCode() {
    return process.exitValue();
  }

  /** SIGKILL, and waits until the process is gone. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** SIGTERM, and waits until the process is gone; SIGKILL if that takes too long. */
  void terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      kill();
      throw new IllegalStateException(
          "Process " + pid() + " did not end within " + PATIENCE.toSeconds() + " s of SIGTERM");
    }
  }

  /** SIGSTOP: it stands still, and its connections stay open. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + name + " " + pid() + " failed");
    }
  }

  private void awaitEnd() {
    process.onExit().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  private static String absoluteClassPath() {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, entries);
  }
}
