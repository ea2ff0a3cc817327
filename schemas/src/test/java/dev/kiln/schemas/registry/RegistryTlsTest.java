package dev.kiln.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry behind TLS, with a certificate that nobody knows who was not told. */
class RegistryTlsTest {

  private static final String PASSWORD = "changeit";

  @TempDir private Path directory;
  private HttpsServer server;

  @BeforeEach
  void start() throws Exception {
    Path keys = directory.resolve("keys.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "me",
        "-keyalg",
        "EC",
        "-dname",
        "CN=registry",
        "-ext",
        "san=ip:127.0.0.1",
        "-keystore",
        keys.toString());
    keytool(
        "-exportcert",
        "-alias",
        "me",
        "-keystore",
        keys.toString(),
        "-file",
        directory.resolve("me.cer").toString());
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        "me",
        "-keystore",
        trust().toString(),
        "-file",
        directory.resolve("me.cer").toString());
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = "[\"s\"]".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void whoWasGivenTheCertificateTrustsIt() {
    assertThat(client(trusting(PASSWORD)).subjects()).containsExactly("s");
  }

  @Test
  void whoWasNotDoesNot() {
    assertThatThrownBy(() -> client(Map.of()).subjects())
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("certification path");
  }

  @Test
  void aStoreThatCannotBeReadIsOneSentence() {
    assertThatThrownBy(() -> client(trusting("wrong")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("The settings schema.registry.ssl.* cannot be used: ");
  }

  private SchemaRegistryClient client(Map<String, String> tls) {
    Map<String, String> settings = new HashMap<>(tls);
    settings.put(RegistryConfig.URL, "https://127.0.0.1:" + server.getAddress().getPort());
    settings.put(RegistryConfig.RETRIES, "0");
    return new SchemaRegistryClient(RegistryConfig.from(settings));
  }

  private Map<String, String> trusting(String password) {
    return Map.of(
        "schema.registry.ssl.truststore.location",
        trust().toString(),
        "schema.registry.ssl.truststore.type",
        "PKCS12",
        "schema.registry.ssl.truststore.password",
        password);
  }

  private Path trust() {
    return directory.resolve("trust.p12");
  }

  private static SSLContext context(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
