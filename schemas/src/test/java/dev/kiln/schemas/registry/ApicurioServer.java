package dev.kiln.schemas.registry;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Apicurio Registry as a process, in memory, on the loopback address. -Papicurio fetches it, since
 * it is large (159 MB).
 */
final class ApicurioServer implements AutoCloseable {

  private static final Path JAR = Path.of("target", "apicurio", "quarkus-run.jar");
  private static final int JAVA = 21;
  private static final List<Path> JDKS = List.of(Path.of("/usr/lib/jvm"), Path.of("/opt/java"));

  private final Process process;
  private final URI url;

  private ApicurioServer(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** Why it cannot be started here; empty where it can. */
  static Optional<String> missing() {
    if (!Files.exists(JAR)) {
      return Optional.of("Apicurio Registry is not there: mvn verify -Papicurio fetches it");
    }
    return java().isEmpty()
        ? Optional.of("Apicurio Registry needs a JDK " + JAVA + " or newer, and none was found")
        : Optional.empty();
  }

  static ApicurioServer start(Path directory) throws IOException {
    int port = free();
    Process process =
        new ProcessBuilder(
                java().orElseThrow().toString(),
                "-Xmx512m",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=" + free(),
                "-jar",
                JAR.toAbsolutePath().toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("apicurio.log").toFile())
            .start();
    ApicurioServer server =
        new ApicurioServer(process, URI.create("http://127.0.0.1:" + port + "/apis/ccompat/v7"));
    try {
      SchemaRegistryClient client =
          new SchemaRegistryClient(
              RegistryConfig.from(
                  Map.of(
                      "schema.registry.url",
                      server.url.toString(),
                      "max.retries",
                      "0",
                      "kiln.registry.outage.pause.ms",
                      "0")));
      await()
          .atMost(Duration.ofMinutes(2))
          .ignoreExceptions()
          .until(() -> client.subjects().isEmpty());
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  URI url() {
    return url;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** This test's own Java, or a JDK where systems put them. */
  private static Optional<Path> java() {
    return Stream.concat(
            Stream.of(Path.of(System.getProperty("java.home"))),
            JDKS.stream().flatMap(ApicurioServer::homes))
        .filter(home -> version(home) >= JAVA)
        .max(Comparator.comparing(ApicurioServer::version))
        .map(home -> home.resolve("bin").resolve("java"))
        .filter(Files::isExecutable);
  }

  private static Stream<Path> homes(Path directory) {
    File[] homes = directory.toFile().listFiles(File::isDirectory);
    return homes == null ? Stream.empty() : Stream.of(homes).map(File::toPath);
  }

  /** From the file "release" of a JDK; 0 where there is none. */
  private static int version(Path home) {
    Path release = home.resolve("release");
    if (!Files.exists(release)) {
      return 0;
    }
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(release)) {
      properties.load(reader);
    } catch (IOException e) {
      return 0;
    }
    String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
    return Integer.parseInt(version.replaceFirst("[^0-9].*", ""));
  }
}
