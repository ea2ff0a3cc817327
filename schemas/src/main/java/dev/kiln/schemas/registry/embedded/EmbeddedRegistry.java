package dev.kiln.schemas.registry.embedded;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry in this process, for the demo and for tests. It speaks the part of Confluent's
 * REST API that clients and command-line tools use, on the loopback address only, and keeps
 * everything in memory. Close it to free its port and threads.
 */
public final class EmbeddedRegistry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);
  private static final int THREADS = 4;

  private final HttpServer server;
  private final ExecutorService threads;
  private final RegistryRoutes routes = new RegistryRoutes(new RegistryStore());

  private EmbeddedRegistry(HttpServer server) {
    this.server = server;
    var number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              var thread = new Thread(task, "embedded-registry-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts an empty registry.
   *
   * @param port 0 takes any free one
   * @throws IOException if the port is taken
   */
  public static EmbeddedRegistry start(int port) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    var registry = new EmbeddedRegistry(HttpServer.create(address, 0));
    registry.server.createContext("/", registry::answer);
    registry.server.setExecutor(registry.threads);
    registry.server.start();
    return registry;
  }

  /** What to put into {@code schema.registry.url}. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      RegistryRoutes.Answer answer =
          routes.answer(
              exchange.getRequestMethod(),
              exchange.getRequestURI(),
              exchange.getRequestBody().readAllBytes());
      exchange.getResponseHeaders().set("Content-Type", RegistryRoutes.CONTENT_TYPE);
      byte[] body = answer.bytes();
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    } catch (RuntimeException e) {
      LOG.error("The embedded registry failed on {}", exchange.getRequestURI(), e);
    }
  }
}
