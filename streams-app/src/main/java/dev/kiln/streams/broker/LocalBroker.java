package dev.kiln.streams.broker;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker (one KRaft node) as a child process on loopback, from the Kafka jars on this
 * JVM's class path. Its log goes to broker.log in its directory. It ends with {@link #close}, with
 * this JVM, and also when this JVM is killed. Not safe for many threads.
 */
public final class LocalBroker implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ANY_PORT = 0;
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Xms64m",
          "-Xmx384m",
          "-XX:+UseSerialGC",
          "-Dlogback.configurationFile=dev/kiln/streams/broker/logback-broker.xml");

  /** Up sooner without the slower compiler, which a broker of some minutes hardly needs. */
  private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1");

  /**
   * How it is set up.
   *
   * @param port the port for clients; 0 for any that is free
   * @param jvm further options of its JVM
   * @param changes to the settings that it would have
   */
  private record Setup(int port, List<String> jvm, Consumer<Properties> changes) {
    static Setup at(int port) {
      return new Setup(port, QUICK_START, settings -> {});
    }
  }

  private final Path directory;
  private final boolean deleteOnClose;
  private final BrokerSettings settings;
  private final Setup setup;
  private final Thread hook = new Thread(this::end, "local-broker-end");
  private @Nullable Process process;

  private LocalBroker(Path directory, boolean deleteOnClose, Setup setup) {
    this.directory = directory.toAbsolutePath();
    this.deleteOnClose = deleteOnClose;
    this.setup = setup;
    this.settings = BrokerSettings.onFreePorts(this.directory.resolve("data"), setup.port());
  }

  /** Starts a broker in a directory of its own, which is deleted on close. */
  public static LocalBroker start() {
    return start(temporary(), true, Setup.at(ANY_PORT), line -> {});
  }

  /**
   * As {@link #start()}, and says in a few lines how far it is.
   *
   * @param port the port for clients; 0 for any that is free
   * @throws IllegalStateException if that port is taken, and otherwise as {@link #start(Path,
   *     Consumer)}
   */
  public static LocalBroker start(int port, Consumer<String> progress) {
    return start(temporary(), true, Setup.at(port), progress);
  }

  /** As {@link #start()}, for whoever measures: warms up longer and is faster from then on. */
  public static LocalBroker toMeasure() {
    return start(temporary(), true, new Setup(ANY_PORT, List.of(), settings -> {}), line -> {});
  }

  /** As {@link #start()}, with changes to the settings that it would have. */
  public static LocalBroker with(Consumer<Properties> changes) {
    return start(temporary(), true, new Setup(ANY_PORT, QUICK_START, changes), line -> {});
  }

  /**
   * Starts a broker that keeps its data in a directory, and finds again there what an earlier one
   * left.
   *
   * @throws IllegalStateException if it ends, or is not ready within a minute; the message names
   *     its log
   */
  public static LocalBroker start(Path directory, Consumer<String> progress) {
    return start(directory, false, Setup.at(ANY_PORT), progress);
  }

  private static LocalBroker start(
      Path directory, boolean temporary, Setup setup, Consumer<String> progress) {
    var broker = new LocalBroker(directory, temporary, setup);
    Runtime.getRuntime().addShutdownHook(broker.hook);
    try {
      broker.launch(progress);
      return broker;
    } catch (RuntimeException e) {
      broker.end();
      throw e;
    }
  }

  public String bootstrapServers() {
    return settings.bootstrapServers();
  }

  /** Where its settings, its log and its data are. */
  public Path directory() {
    return directory;
  }

  /** The file that the broker logs to. */
  public Path log() {
    return directory.resolve("broker.log");
  }

  /** Kills the broker as a power cut would, with SIGKILL. */
  public void kill() {
    end();
  }

  /** Starts a killed broker again, on the same ports and data. */
  public void restart() {
    launch(line -> {});
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is shutting down already, and the hook has run or will.
    }
    if (deleteOnClose) {
      delete(directory);
    }
  }

  private void launch(Consumer<String> progress) {
    long began = System.nanoTime();
    progress.accept("Starting a Kafka broker on " + bootstrapServers() + ", log in " + log());
    try {
      Files.createDirectories(directory);
      Path file = directory.resolve("server.properties");
      Properties properties = settings.toProperties();
      setup.changes().accept(properties);
      try (var out = Files.newBufferedWriter(file)) {
        properties.store(out, null);
      }
      process = child(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a broker in " + directory, e);
    }
    awaitPort(process, began);
    awaitNode(began);
    progress.accept("The broker is up after %.1f s".formatted(seconds(began)));
  }

  private Process child(Path file) throws IOException {
    var command =
        Stream.of(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                JVM_OPTIONS.stream(),
                setup.jvm().stream(),
                Stream.of(BrokerProcess.class.getName(), file.toString()))
            .flatMap(part -> part)
            .toList();
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    // Not on the command line: some native libraries break on one as long as Kafka's class path.
    builder.environment().put("CLASSPATH", absoluteClassPath());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    return builder.start();
  }

  private static String absoluteClassPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .reduce((a, b) -> a + File.pathSeparator + b)
        .orElse("");
  }

  private void awaitPort(Process child, long began) {
    while (!accepts(settings.port())) {
      try {
        if (child.waitFor(50, TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException(
              "The broker ended with code " + child.exitValue() + " as it started, see " + log());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the broker started", e);
      }
      if (seconds(began) > PATIENCE.toSeconds()) {
        throw new IllegalStateException(
            "The broker was not ready after " + PATIENCE.toSeconds() + " s, see " + log());
      }
    }
  }

  private void awaitNode(long began) {
    Map<String, Object> config =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    try (Admin admin = Admin.create(config)) {
      while (admin.describeCluster().nodes().get(30, TimeUnit.SECONDS).isEmpty()) {
        if (seconds(began) > PATIENCE.toSeconds()) {
          throw new IllegalStateException("The broker did not register, see " + log());
        }
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The broker does not answer, see " + log(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the broker started", e);
    }
  }

  private static boolean accepts(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void end() {
    Process child = process;
    if (child == null) {
      return;
    }
    child.destroyForcibly();
    try {
      if (!child.waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The broker, process " + child.pid() + ", does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("kiln-broker");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a directory for a broker", e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + directory, e);
    }
  }
}
