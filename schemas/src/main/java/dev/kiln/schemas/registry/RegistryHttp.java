package dev.kiln.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One question to the registry over HTTP: fail-over between its URLs, retries of what may pass, and
 * the difference between "not now" and "no". Safe for many threads.
 */
final class RegistryHttp {
  static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RegistryConfig config;
  private final LongSupplier nanoClock;
  private final HttpClient http;
  private volatile int preferred;
  private volatile @Nullable Outage outage;

  /** All rounds failed; until then, calls fail at once. */
  private record Outage(long untilNanos, String message) {}

  RegistryHttp(RegistryConfig config, LongSupplier nanoClock) {
    this.config = config;
    this.nanoClock = nanoClock;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(config.connectTimeout());
    this.http = (config.tls() == null ? builder : builder.sslContext(config.tls())).build();
  }

  /**
   * @param path begins with a slash, already encoded
   * @param body sent as JSON, or null for none
   */
  JsonNode call(String method, String path, @Nullable JsonNode body) {
    Outage known = outage;
    if (known != null && nanoClock.getAsLong() - known.untilNanos < 0) {
      throw new RegistryUnavailableException(known.message, null);
    }
    RegistryUnavailableException last = null;
    Duration wait = config.retryWait();
    for (int round = 0; round <= config.retries(); round++) {
      if (round > 0) {
        pause(wait);
        wait = wait.multipliedBy(2);
      }
      int first = preferred;
      for (int i = 0; i < config.urls().size(); i++) {
        int index = (first + i) % config.urls().size();
        try {
          JsonNode answer = ask(config.urls().get(index), method, path, body);
          preferred = index;
          outage = null;
          return answer;
        } catch (RegistryUnavailableException e) {
          if (Thread.currentThread().isInterrupted()) {
            // The caller is closing: that says nothing about the registry.
            throw e;
          }
          last = e;
        }
      }
    }
    String message = last == null ? "no registry was asked" : String.valueOf(last.getMessage());
    outage = new Outage(nanoClock.getAsLong() + config.outagePause().toNanos(), message);
    throw new RegistryUnavailableException(message, last);
  }

  private JsonNode ask(URI base, String method, String path, @Nullable JsonNode body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(config.requestTimeout())
            .header("Accept", CONTENT_TYPE + ", application/json; q=0.5")
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
    if (body != null) {
      request.header("Content-Type", CONTENT_TYPE);
    }
    if (config.authorization() != null) {
      request.header("Authorization", config.authorization());
    }
    HttpResponse<byte[]> response;
    try {
      response = http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw unavailable(base, "cannot be reached (" + reason(e) + ")", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(base, "was not waited for: the thread was interrupted", e);
    }
    return read(base, response.statusCode(), response.body());
  }

  private static JsonNode read(URI base, int status, byte[] body) {
    if (status >= 500 || status == 408 || status == 429) {
      throw unavailable(base, "answered with HTTP status " + status, null);
    }
    JsonNode answer = parse(body);
    if (status >= 200 && status < 300) {
      if (answer == null) {
        throw new RegistryRejectedException(
            status, "the schema registry at " + base + " answered with something that is not JSON");
      }
      return answer;
    }
    int code = answer == null ? status : answer.path("error_code").asInt(status);
    String said = answer == null ? "" : answer.path("message").asText("");
    if (code == UnknownSchemaException.ERROR_CODE) {
      throw new UnknownSchemaException(said);
    }
    throw new RegistryRejectedException(
        code,
        "the schema registry at %s refused with code %d%s"
            .formatted(base, code, said.isEmpty() ? "" : ": " + said));
  }

  private static @Nullable JsonNode parse(byte[] body) {
    try {
      JsonNode node = JSON.readTree(body);
      return node == null || node.isMissingNode() ? null : node;
    } catch (IOException e) {
      return null;
    }
  }

  private static RegistryUnavailableException unavailable(
      URI base, String what, @Nullable Throwable cause) {
    return new RegistryUnavailableException("the schema registry at " + base + " " + what, cause);
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static void pause(Duration wait) {
    try {
      Thread.sleep(wait.toMillis());
    } catch (InterruptedException e) {
      // The next question sees the flag and ends at once.
      Thread.currentThread().interrupt();
    }
  }
}
