package dev.kiln.streams.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One instance of the application: a process, its state directory and its log. A process that is
 * wanted and has died is started again by {@link #tend}. Safe for many threads.
 */
final class Instance {

  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Xms64m",
          "-Xmx320m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:ErrorFile=crash-%p.log",
          "-Dlogback.configurationFile=dev/kiln/streams/faults/logback-faults.xml");

  private static final long RESTART_PAUSE_NANOS = 300_000_000L;

  private final String name;
  private final Path directory;
  private final Path settings;
  private @Nullable ChildJvm process;
  private boolean wanted;
  private boolean endExpected;
  private long notBefore;
  private int ownDeaths;

  /**
   * @param name its name in the group, which it keeps over restarts
   * @param properties what all instances get
   */
  Instance(Path parent, String name, Properties properties) throws IOException {
    this.name = name;
    this.directory = Files.createDirectories(parent.resolve(name));
    this.settings = directory.resolve("app.properties");
    var own = new Properties();
    own.putAll(properties);
    own.setProperty("group.instance.id", name);
    own.setProperty("client.id", name);
    own.setProperty("state.dir", state().toString());
    try (var out = Files.newBufferedWriter(settings)) {
      own.store(out, null);
    }
  }

  String name() {
    return name;
  }

  Path state() {
    return directory.resolve("state");
  }

  Path log() {
    return directory.resolve("app.log");
  }

  synchronized boolean isWanted() {
    return wanted;
  }

  synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** How many times it ended without being told to. */
  synchronized int ownDeaths() {
    return ownDeaths;
  }

  /** Wants it to run from now on. */
  synchronized void start() {
    wanted = true;
    notBefore = System.nanoTime();
    tend();
  }

  /** Kills it; it comes back after a while. */
  synchronized void kill(long restartAfterMs) {
    if (process != null) {
      endExpected = true;
      process.kill();
    }
    notBefore = System.nanoTime() + restartAfterMs * 1_000_000L;
  }

  /** Ends it in order, for good or until {@link #start}. */
  synchronized void stop() throws InterruptedException {
    wanted = false;
    if (process != null) {
      endExpected = true;
      process.terminate();
    }
  }

  /** Kills it for good. */
  synchronized void end() {
    wanted = false;
    kill(0);
  }

  synchronized void freeze() throws IOException, InterruptedException {
    if (process != null) {
      process.freeze();
    }
  }

  synchronized void thaw() throws IOException, InterruptedException {
    if (process != null) {
      process.thaw();
    }
  }

  /** Starts it again if it is wanted and has died. To be called often. */
  synchronized void tend() {
    if (!wanted || isAlive()) {
      return;
    }
    if (process != null && !endExpected) {
      ownDeaths++;
      notBefore = System.nanoTime() + RESTART_PAUSE_NANOS;
    }
    endExpected = true;
    if (System.nanoTime() - notBefore < 0) {
      return;
    }
    try {
      process =
          ChildJvm.start(
              directory, log(), JVM_OPTIONS, FaultyApp.class, List.of(settings.toString()));
      endExpected = false;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  /** Forgets its state, as a new machine would have none. Only while it does not run. */
  synchronized void wipe() throws IOException {
    if (Files.exists(state())) {
      try (Stream<Path> files = Files.walk(state())) {
        for (Path file : files.skip(1).sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** How long its log is now, to read on from there with {@link #logSince}. */
  long logSize() throws IOException {
    return Files.exists(log()) ? Files.size(log()) : 0;
  }

  String logSince(long size) throws IOException {
    try (var file = Files.newByteChannel(log())) {
      file.position(size);
      byte[] rest = new byte[Math.toIntExact(Math.max(0, file.size() - size))];
      int read = file.read(java.nio.ByteBuffer.wrap(rest));
      return new String(rest, 0, Math.max(0, read), StandardCharsets.UTF_8);
    }
  }
}
