package dev.kiln.streams.app;

import dev.kiln.generation.engine.Engine;
import dev.kiln.streams.http.HttpFront;
import dev.kiln.streams.http.HttpSettings;
import dev.kiln.streams.http.Route;
import dev.kiln.streams.metrics.Meters;
import dev.kiln.streams.operations.Operations;
import dev.kiln.streams.page.Page;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an application serves over HTTP, if it is to serve anything. Close it before the app. */
public final class HttpService implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);

  private final @Nullable HttpFront front;
  private final @Nullable Page page;

  private HttpService(@Nullable HttpFront front, @Nullable Page page) {
    this.front = front;
    this.page = page;
  }

  /**
   * Serves from now on; the app need not have started.
   *
   * @throws StartupException if the port cannot be had
   */
  public static HttpService start(KilnConfig config, Engine engine, KilnApp app, Meters meters)
      throws StartupException {
    meters.watch(engine::health);
    HttpSettings settings = config.http().orElse(null);
    if (settings == null) {
      return new HttpService(null, null);
    }
    List<Route> routes =
        new ArrayList<>(
            Operations.routes(meters, () -> !app.hasEnded(), app::isRunning, engine::health));
    Page page =
        config.getBoolean(HttpOptions.PAGE)
            ? Page.open(new PageHost(engine, app, meters), PageHost.wiring(config))
            : null;
    if (page != null) {
      routes.addAll(page.routes());
    }
    try {
      HttpFront front = HttpFront.start(settings, routes);
      if (settings.port() != 0 && front.port() != settings.port()) {
        LOG.warn(
            "Port {} is taken by another; {} is served instead.", settings.port(), front.port());
      }
      return new HttpService(front, page);
    } catch (IOException e) {
      if (page != null) {
        page.close();
      }
      throw new StartupException(String.valueOf(e.getMessage()), e);
    }
  }

  /** What to type into a browser; empty where nothing is served. */
  public Optional<URI> link() {
    return Optional.ofNullable(front).map(HttpFront::link);
  }

  @Override
  public void close() {
    if (front != null) {
      front.close();
    }
    if (page != null) {
      page.close();
    }
  }
}
