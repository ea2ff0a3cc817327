package dev.kiln.bench.rig;

import dev.kiln.bench.net.BenchModels;
import dev.kiln.bench.net.BenchNetwork;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.engine.EngineOptions;
import dev.kiln.streams.app.EngineGeneration;
import dev.kiln.streams.app.KilnApp;
import dev.kiln.streams.app.KilnConfig;
import dev.kiln.streams.app.StartupException;
import dev.kiln.streams.topology.TopicNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Kiln as people run it, exactly_once_v2, with the defaults of {@code ./kiln run}. Close once.
 *
 * @param engine the engine
 * @param app the app
 * @param topics where it reads and writes
 */
public record KilnSide(Engine engine, KilnApp app, TopicNames topics) implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Starts the app on a network. */
  public static KilnSide start(
      Cluster cluster, BenchNetwork network, Map<String, String> settings) {
    Path models = cluster.scratch().resolve("models-" + network.spelling());
    try {
      BenchModels.write(network, models);
    } catch (IOException e) {
      throw new UncheckedIOException("the bench's generator cannot be written", e);
    }
    return start(cluster, "kiln", models, settings, options -> options);
  }

  /**
   * Starts the app on a directory of generators.
   *
   * @param name the application's id, and what its topics begin with; instances that share it share
   *     the work
   * @param settings over the app's defaults
   * @param change over the engine's options
   */
  public static KilnSide start(
      Cluster cluster,
      String name,
      Path models,
      Map<String, String> settings,
      UnaryOperator<EngineOptions> change) {
    TopicNames topics = topics(name);
    Map<String, Object> config = new HashMap<>(cluster.client());
    config.put("schema.registry.url", cluster.registryUrl().toString());
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
    config.put(
        StreamsConfig.STATE_DIR_CONFIG, cluster.scratch().resolve("state-" + name).toString());
    config.put(KilnConfig.MODELS, models.toString());
    config.put(KilnConfig.MODELS_POLL, "0");
    config.put(KilnConfig.REQUESTS_TOPIC, topics.requests());
    config.put(KilnConfig.SAMPLES_TOPIC, topics.samples());
    config.put(KilnConfig.FAILURES_TOPIC, topics.failures());
    config.put(KilnConfig.TOPICS_CREATE, "true");
    config.putAll(settings);
    KilnConfig parsed = new KilnConfig(config);
    Engine engine;
    try {
      engine = Engine.open(models, change.apply(parsed.engine()));
    } catch (IOException e) {
      throw new UncheckedIOException("the bench's generator cannot be opened", e);
    }
    if (!engine.problems().isEmpty()) {
      engine.close();
      throw new IllegalStateException(engine.problems().get(0));
    }
    try {
      KilnApp app = new KilnApp(parsed, new EngineGeneration(engine));
      app.start();
      if (!app.awaitRunning(PATIENCE)) {
        app.close();
        throw new IllegalStateException(
            "the app does not serve after " + PATIENCE.toSeconds() + " s");
      }
      return new KilnSide(engine, app, topics);
    } catch (StartupException e) {
      engine.close();
      throw new IllegalStateException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      engine.close();
      throw new IllegalStateException("interrupted while the app started", e);
    }
  }

  /** The topics of an application. */
  public static TopicNames topics(String name) {
    return new TopicNames(name + "-requests", name + "-samples", name + "-failures");
  }

  /** A client that sends to it and reads its answers. */
  public Client client(Cluster cluster) {
    return new Client(cluster, topics.requests(), topics.samples(), topics.failures());
  }

  @Override
  public void close() {
    app.close();
    engine.close();
  }
}
