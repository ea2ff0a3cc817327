package dev.kiln.connect.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * An unmodified Kafka Connect worker as a process of its own, from Kafka's jars alone: Kiln is only
 * in its plugin.path. Its log is worker.log in its directory.
 */
public final class WorkerProcess implements AutoCloseable {

  /** What must not be on the worker's class path. */
  private static final List<String> OURS =
      List.of("/dev/kiln/", "onnxruntime", "/org/apache/avro/", "/tribuo", "/protobuf-java");

  private final Path directory;
  private final URI rest;
  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  private WorkerProcess(Path directory, URI rest, Process process) {
    this.directory = directory;
    this.rest = rest;
    this.process = process;
  }

  /** An answer of the REST API. */
  public record Answer(int status, JsonNode body) {}

  /**
   * Starts a distributed worker and waits until it answers.
   *
   * @param directory for its settings and log
   */
  public static WorkerProcess distributed(Path directory, Map<String, String> settings) {
    return start(directory, "ConnectDistributed", settings, List.of());
  }

  /** Starts a standalone worker with connectors from properties files. */
  public static WorkerProcess standalone(
      Path directory, Map<String, String> settings, List<Path> connectors) {
    return start(directory, "ConnectStandalone", settings, connectors);
  }

  private static WorkerProcess start(
      Path directory, String main, Map<String, String> settings, List<Path> connectors) {
    try {
      Files.createDirectories(directory);
      URI rest = URI.create("http://127.0.0.1:" + freePort());
      var properties = new Properties();
      properties.putAll(settings);
      properties.setProperty("listeners", rest.toString());
      Path file = directory.resolve("worker.properties");
      try (var out = Files.newBufferedWriter(file)) {
        properties.store(out, null);
      }
      var worker = new WorkerProcess(directory, rest, launch(directory, main, file, connectors));
      worker.awaitAnswer();
      return worker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process launch(Path directory, String main, Path file, List<Path> connectors)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile="
                    + Path.of("src/test/resources/logback-worker.xml").toAbsolutePath(),
                "org.apache.kafka.connect.cli." + main,
                file.toString()));
    connectors.forEach(connector -> command.add(connector.toString()));
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("CLASSPATH", kafkaJars());
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(directory.resolve("worker.log").toFile()));
    return builder.start();
  }

  private static String kafkaJars() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar") && !entry.endsWith("-test.jar"))
        .filter(entry -> OURS.stream().noneMatch(entry::contains))
        .filter(entry -> !entry.contains("kiln-"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitAnswer() {
    Awaitility.await("the worker, whose log is " + directory.resolve("worker.log"))
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .failFast("the worker ended, see " + directory, () -> !process.isAlive())
        .until(() -> get("/connectors").status() == 200);
  }

  public Answer get(String path) {
    return send(HttpRequest.newBuilder(rest.resolve(path)).GET());
  }

  /** Sends a body as JSON; null sends none. */
  public Answer put(String path, Object body) {
    return send(
        HttpRequest.newBuilder(rest.resolve(path))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(text(body))));
  }

  private String text(Object body) {
    try {
      return json.writeValueAsString(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          http.send(
              request.timeout(Duration.ofSeconds(30)).build(),
              HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), json.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits for the worker to end by itself, which it should not. */
  void awaitEnd(Duration patience) throws InterruptedException {
    if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("the worker ended by itself, see " + directory);
    }
  }

  /** Ends the worker as a power cut would. */
  public void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("worker " + process.pid() + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
