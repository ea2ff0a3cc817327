package dev.kiln.streams.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDK's own HTTP server behind a guard. Starts with its creation; close once. What is asked is
 * looked up in a list of routes: no part of a path becomes the name of a file.
 */
public final class HttpFront implements AutoCloseable {

  /** The largest body that is read, in bytes. */
  public static final int MAX_BODY = 64 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
  private static final int THREADS = 48;
  private static final int FLOWS = 24;

  static {
    // Seconds after which a client is dropped that does not get its question out. It is read once,
    // when the JDK's server is first used.
    if (System.getProperty("sun.net.httpserver.maxReqTime") == null) {
      System.setProperty("sun.net.httpserver.maxReqTime", "30");
    }
  }

  private final HttpServer server;
  private final HttpSettings settings;
  private final List<Route> routes;
  private final Guard guard;
  private final ExecutorService threads;
  private final Semaphore flows = new Semaphore(FLOWS);

  private HttpFront(HttpServer server, HttpSettings settings, List<Route> routes) {
    this.server = server;
    this.settings = settings;
    this.routes = List.copyOf(routes);
    this.guard = new Guard(settings, server.getAddress().getPort());
    this.threads = threads();
  }

  /**
   * Listens from now on.
   *
   * @throws IOException in one sentence, if the port is taken
   */
  public static HttpFront start(HttpSettings settings, List<Route> routes) throws IOException {
    HttpFront front = new HttpFront(bound(settings), settings, routes);
    front.server.createContext("/", front::serve);
    front.server.setExecutor(front.threads);
    front.server.start();
    return front;
  }

  private static HttpServer bound(HttpSettings settings) throws IOException {
    try {
      return HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), 0);
    } catch (BindException e) {
      if (settings.fallback()) {
        return HttpServer.create(new InetSocketAddress(settings.host(), 0), 0);
      }
      throw new IOException(
          "Port %d of %s cannot be listened at: %s; choose another with kiln.http.port."
              .formatted(settings.port(), settings.host().getHostAddress(), e.getMessage()),
          e);
    }
  }

  private static ExecutorService threads() {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        THREADS,
        30,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        work -> {
          Thread thread = new Thread(work, "kiln-http-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Where it listens. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** What to type into a browser on this machine; with the token, where there is one. */
  public URI link() {
    String name = settings.isLocal() ? "localhost" : settings.host().getHostAddress();
    String token = settings.token() == null ? "" : "?token=" + settings.token();
    return URI.create("http://" + name + ":" + port() + "/" + token);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) {
    try (exchange) {
      send(exchange, reply(exchange));
    } catch (IOException e) {
      LOG.debug("A visitor went away: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("{} could not be answered.", exchange.getRequestURI().getPath(), e);
    }
  }

  private Reply reply(HttpExchange exchange) throws IOException, InterruptedException {
    String path = Objects.requireNonNullElse(exchange.getRequestURI().getRawPath(), "/");
    List<Route> there = routes.stream().filter(route -> route.isFor(path)).toList();
    if (there.isEmpty()) {
      return Reply.text(404, "There is nothing here.");
    }
    String method = exchange.getRequestMethod();
    Route route = there.stream().filter(one -> one.takes(method)).findFirst().orElse(null);
    if (route == null) {
      return Reply.text(405, "This takes " + there.get(0).method() + " alone.");
    }
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    Query query = query(exchange, route, path, body);
    Optional<Reply> way = guard.login(query).or(() -> guard.refusal(route, query));
    if (way.isPresent()) {
      return way.get();
    }
    if (body.length > MAX_BODY) {
      return Reply.text(413, "A request may have " + MAX_BODY + " bytes.");
    }
    return route.handler().answer(query);
  }

  private static Query query(HttpExchange exchange, Route route, String path, byte[] body) {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    String raw = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
    return new Query(
        path, path.substring(route.path().length()), Query.parameters(raw), headers, body);
  }

  private void send(HttpExchange exchange, Reply reply) throws IOException, InterruptedException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
    reply.headers().forEach(headers::set);
    if (reply instanceof Reply.Whole whole) {
      boolean head = exchange.getRequestMethod().equals("HEAD");
      boolean empty = head || whole.body().length == 0;
      exchange.sendResponseHeaders(whole.status(), empty ? -1 : whole.body().length);
      if (!empty) {
        exchange.getResponseBody().write(whole.body());
      }
    } else if (reply instanceof Reply.Flow flow) {
      send(exchange, flow);
    }
  }

  /** Flows hold a thread each, so that there are only so many at a time. */
  private void send(HttpExchange exchange, Reply.Flow flow)
      throws IOException, InterruptedException {
    if (!flows.tryAcquire()) {
      send(exchange, Reply.text(503, "Too many pages are open; close some."));
      return;
    }
    try {
      exchange.sendResponseHeaders(flow.status(), 0);
      try (OutputStream out = exchange.getResponseBody()) {
        flow.writer().write(out);
      }
    } finally {
      flows.release();
    }
  }
}
