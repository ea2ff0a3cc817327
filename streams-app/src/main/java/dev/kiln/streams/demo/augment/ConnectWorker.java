package dev.kiln.streams.demo.augment;

import dev.kiln.streams.app.StartupException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * An unmodified standalone Connect worker as a process of its own, from Kafka's jars, with Kiln's
 * plugin archive unpacked in its plugin.path. Close it once.
 */
final class ConnectWorker implements AutoCloseable {

  private final Process process;
  private final Path log;
  private final Thread hook;

  private ConnectWorker(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.hook = new Thread(process::destroyForcibly, "connect-worker-end");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Starts a worker with some connectors.
   *
   * @param home Kiln's source tree, in which the archive was built
   * @param directory for its files
   * @param connectors settings by name
   * @throws StartupException in one sentence, if the archive is not built
   */
  static ConnectWorker start(
      Path home,
      Path directory,
      String bootstrapServers,
      Map<String, Map<String, String>> connectors)
      throws StartupException, IOException {
    Path target = home.resolve("connectors").resolve("target");
    Path jars = target.resolve("worker-classpath.txt");
    Path plugins = unpack(archive(target), directory.resolve("plugins"));
    Path settings =
        write(
            directory.resolve("worker.properties"),
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "plugin.path", plugins.toAbsolutePath().toString(),
                "plugin.discovery", "service_load",
                "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                "value.converter", "org.apache.kafka.connect.storage.StringConverter",
                "offset.storage.file.filename", directory.resolve("offsets").toString(),
                "offset.flush.interval.ms", "1000",
                "listeners", "http://127.0.0.1:0"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC"));
    command.add("org.apache.kafka.connect.cli.ConnectStandalone");
    command.add(settings.toAbsolutePath().toString());
    for (Map.Entry<String, Map<String, String>> connector : connectors.entrySet()) {
      Path file = directory.resolve(connector.getKey() + ".properties");
      command.add(write(file, connector.getValue()).toAbsolutePath().toString());
    }
    Path log = directory.resolve("worker.log");
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("CLASSPATH", Files.readString(jars).strip());
    builder.redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    return new ConnectWorker(builder.start(), log.toAbsolutePath());
  }

  private static Path archive(Path target) throws StartupException, IOException {
    if (Files.isDirectory(target)) {
      try (Stream<Path> files = Files.list(target)) {
        var zip =
            files
                .filter(f -> String.valueOf(f.getFileName()).matches("kiln-kafka-connect.*\\.zip"))
                .findFirst();
        if (zip.isPresent() && Files.exists(target.resolve("worker-classpath.txt"))) {
          return zip.get();
        }
      }
    }
    throw new StartupException(
        "There is no plugin archive in " + target + "; run mvn -pl connectors -am package.");
  }

  private static Path unpack(Path zip, Path directory) throws IOException {
    try (InputStream in = Files.newInputStream(zip);
        ZipInputStream entries = new ZipInputStream(in)) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        Path file = directory.resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(entries, file);
        }
      }
    }
    return directory;
  }

  private static Path write(Path file, Map<String, String> settings) throws IOException {
    var properties = new Properties();
    properties.putAll(settings);
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    return file;
  }

  /**
   * @throws StartupException in one sentence, if it has ended
   */
  void check() throws StartupException {
    if (!process.isAlive()) {
      throw new StartupException("The Connect worker ended, its log is " + log + ".");
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is shutting down already, and the hook has run or will.
    }
  }
}
