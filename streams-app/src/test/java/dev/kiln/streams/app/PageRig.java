package dev.kiln.streams.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.engine.Engine;
import dev.kiln.streams.http.Visitor;
import dev.kiln.streams.metrics.Meters;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** An app with its page on a real broker. */
final class PageRig implements AutoCloseable {

  static final String NAME = "page";

  private final Cluster cluster = new Cluster();
  private final Meters meters = Meters.create();
  private final KilnConfig config;
  private final Engine engine;
  private final KilnApp app;
  private HttpService http;

  /**
   * Starts everything, and waits until it serves.
   *
   * @param models the generators
   * @param directory for state
   */
  PageRig(Path models, Path directory) throws Exception {
    Properties properties = cluster.properties(NAME, directory.resolve("state"));
    properties.put(HttpOptions.PORT, "0");
    properties.put(KilnConfig.PREVIEWS_TOPIC, NAME + "-previews");
    properties.put(HttpOptions.JMX, "false");
    config = new KilnConfig(properties);
    engine = Engine.open(models, config.engine().withMetrics(meters.engine()));
    app = new KilnApp(config, new EngineGeneration(engine), meters);
    http = HttpService.start(config, engine, app, meters);
    app.start();
    if (!app.awaitRunning(Duration.ofSeconds(60))) {
      throw new IllegalStateException("the app does not serve");
    }
  }

  Cluster cluster() {
    return cluster;
  }

  URI link() {
    return http.link().orElseThrow();
  }

  Visitor visitor() {
    return new Visitor(link().getPort());
  }

  /** Another server, that knows nothing of the one before it. */
  void restartPage() throws StartupException {
    http.close();
    http = HttpService.start(config, engine, app, meters);
  }

  /** What the page shows now, the eldest first. */
  List<JsonNode> gallery() throws IOException {
    List<JsonNode> shown = new ArrayList<>();
    new ObjectMapper().readTree(visitor().get("/api/gallery").body()).forEach(shown::add);
    return shown;
  }

  @Override
  public void close() {
    http.close();
    app.close();
    engine.close();
    meters.close();
    cluster.close();
  }
}
