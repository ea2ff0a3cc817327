package dev.kiln.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that takes objects as S3 does: whole, signed, and held against their hash. */
class S3BlobsTest {

  private static final String NO_SUCH_KEY =
      "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code><Message>none</Message></Error>";

  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private volatile int answer = 200;
  private HttpServer server;
  private BlobStore store;

  @BeforeEach
  void start() throws IOException {
    System.setProperty("aws.accessKeyId", "test-key");
    System.setProperty("aws.secretAccessKey", "test-secret");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
    String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
    store =
        BlobStores.open(new BlobStores.Settings("s3://samples/kiln", "eu-central-1", endpoint))
            .orElseThrow();
  }

  @AfterEach
  void stop() {
    store.close();
    server.stop(0);
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private void handle(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("GET")) {
      give(exchange);
      return;
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    String claimed = exchange.getRequestHeaders().getFirst("x-amz-checksum-sha256");
    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
    int status = answer;
    if (!exchange.getRequestMethod().equals("PUT")
        || !Base64.getEncoder().encodeToString(Blob.digest(body)).equals(claimed)) {
      status = 400;
    }
    if (status == 200) {
      objects.put(exchange.getRequestURI().getPath(), body);
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private void give(HttpExchange exchange) throws IOException {
    byte[] object = objects.get(exchange.getRequestURI().getPath());
    byte[] body = object == null ? NO_SUCH_KEY.getBytes(UTF_8) : object;
    exchange.sendResponseHeaders(object == null ? 404 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void anObjectIsReadWhereItWasPut() throws IOException {
    String url = store.put("a b/c.raw", new byte[] {1, 2, 3});

    assertThat(store.get(url)).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> store.get("s3://samples/kiln/other.raw"))
        .isInstanceOf(IOException.class)
        .hasMessage("s3://samples/kiln/other.raw is not there");
    assertThatThrownBy(() -> store.get("s3://salaries/kiln/a.raw"))
        .isInstanceOf(IOException.class)
        .hasMessage("s3://salaries/kiln/a.raw is not below s3://samples/kiln/");
  }

  @Test
  void anObjectIsPutWholeSignedAndWithItsHash() throws IOException {
    byte[] bytes = new byte[2_000_000];
    bytes[1_999_999] = 7;
    String url = store.put("requests/0/1-0-abc.raw", bytes);

    assertThat(url).isEqualTo("s3://samples/kiln/requests/0/1-0-abc.raw");
    assertThat(objects).containsOnlyKeys("/samples/kiln/requests/0/1-0-abc.raw");
    assertThat(objects.values()).containsExactly(bytes);
    assertThat(authorizations)
        .allSatisfy(
            header ->
                assertThat(header)
                    .startsWith("AWS4-HMAC-SHA256 Credential=test-key/")
                    .contains("/eu-central-1/s3/aws4_request"));
  }

  @Test
  void theSameAgainChangesNothing() throws IOException {
    assertThat(store.put("a.raw", new byte[] {1})).isEqualTo(store.put("a.raw", new byte[] {1}));
    assertThat(objects).hasSize(1);
  }

  @Test
  void aRefusalIsOneSentenceWithoutTheSecret() {
    answer = 403;

    assertThatThrownBy(() -> store.put("a.raw", new byte[] {1}))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("s3://samples/kiln/a.raw is not kept: ")
        .hasMessageNotContaining("test-secret");
    assertThat(objects).isEmpty();
  }
}
