package dev.kiln.streams.demo;

import dev.kiln.generation.engine.Engine;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import dev.kiln.schemas.registry.embedded.EmbeddedRegistry;
import dev.kiln.streams.app.EngineGeneration;
import dev.kiln.streams.app.HttpService;
import dev.kiln.streams.app.KilnApp;
import dev.kiln.streams.app.KilnConfig;
import dev.kiln.streams.app.StartupException;
import dev.kiln.streams.broker.LocalBroker;
import dev.kiln.streams.client.AnswerReader;
import dev.kiln.streams.client.AnswerTopics;
import dev.kiln.streams.metrics.Meters;
import dev.kiln.streams.topology.TopicNames;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/** A broker, a registry and the app, all on loopback. Close it once; nothing stays behind. */
public final class DemoCluster implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final TopicNames TOPICS = TopicNames.defaults();

  private final LocalBroker broker;
  private final EmbeddedRegistry registry;
  private final KilnApp app;
  private final @Nullable HttpService http;

  private DemoCluster(
      LocalBroker broker, EmbeddedRegistry registry, KilnApp app, @Nullable HttpService http) {
    this.broker = broker;
    this.registry = registry;
    this.app = app;
    this.http = http;
  }

  /**
   * Starts all three and waits until the app serves.
   *
   * @throws StartupException in one sentence, if one of them does not start
   */
  public static DemoCluster start(Engine engine, Consumer<String> say)
      throws StartupException, InterruptedException {
    return start(engine, null, DemoPorts.ANY, Map.of(KilnConfig.HTTP_PORT, "-1"), say);
  }

  /**
   * Starts all three, and the page, and waits until the app serves.
   *
   * @param meters what counts, or null for nothing; without it there is no page
   * @param ports where broker and registry listen
   * @param options more of the app's options
   * @throws StartupException in one sentence, if one of them does not start
   */
  static DemoCluster start(
      Engine engine,
      @Nullable Meters meters,
      DemoPorts ports,
      Map<String, String> options,
      Consumer<String> say)
      throws StartupException, InterruptedException {
    LocalBroker broker = LocalBroker.start(ports.broker(), say);
    try {
      EmbeddedRegistry registry = EmbeddedRegistry.start(ports.registry());
      try {
        KilnConfig config = config(broker, registry.url(), options);
        KilnApp app = startApp(config, engine, meters);
        say.accept("The app serves, the schema registry is at " + registry.url());
        @Nullable HttpService http = startHttp(config, engine, app, meters);
        if (http != null) {
          http.link().ifPresent(link -> say.accept("The page is at " + link));
        }
        return new DemoCluster(broker, registry, app, http);
      } catch (StartupException | InterruptedException | RuntimeException e) {
        registry.close();
        throw e;
      }
    } catch (IOException e) {
      broker.close();
      throw new StartupException("The schema registry did not start: " + e.getMessage(), e);
    } catch (StartupException | InterruptedException | RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  private static @Nullable HttpService startHttp(
      KilnConfig config, Engine engine, KilnApp app, @Nullable Meters meters)
      throws StartupException {
    try {
      return meters == null ? null : HttpService.start(config, engine, app, meters);
    } catch (StartupException e) {
      app.close();
      throw e;
    }
  }

  private static KilnApp startApp(KilnConfig config, Engine engine, @Nullable Meters meters)
      throws StartupException, InterruptedException {
    KilnApp app = new KilnApp(config, new EngineGeneration(engine), meters);
    try {
      app.start();
      if (!app.awaitRunning(PATIENCE)) {
        throw new StartupException(
            "The app does not serve after " + PATIENCE.toSeconds() + " s; see the log.");
      }
      return app;
    } catch (StartupException | InterruptedException | RuntimeException e) {
      app.close();
      throw e;
    }
  }

  private static KilnConfig config(LocalBroker broker, URI registry, Map<String, String> options) {
    Path state = broker.directory().resolve("streams");
    Map<String, String> config = new HashMap<>(options);
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
    config.put("schema.registry.url", registry.toString());
    config.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    config.put(KilnConfig.TOPICS_CREATE, "true");
    config.put(KilnConfig.PREVIEWS_TOPIC, TopicNames.PREVIEWS);
    config.put(KilnConfig.CLOSE_TIMEOUT, "3000");
    return new KilnConfig(config);
  }

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  public URI registryUrl() {
    return registry.url();
  }

  public String requestsTopic() {
    return TOPICS.requests();
  }

  public String samplesTopic() {
    return TOPICS.samples();
  }

  /** How the app is configured. */
  public KilnConfig config() {
    return config(broker, registry.url(), Map.of());
  }

  /** The id of the request's schema, registered if need be. */
  int requestSchemaId() {
    return SchemaRegistryClient.of(registry.url())
        .register(TOPICS.requests() + "-value", GenerationRequest.getClassSchema());
  }

  Producer<byte[], byte[]> producer() {
    Map<String, Object> config = new HashMap<>(client());
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  AnswerReader answers() {
    return AnswerReader.atEnd(
        client(),
        new AnswerTopics(TOPICS.samples(), TOPICS.failures()),
        SchemaRegistryClient.of(registry.url()));
  }

  private Map<String, Object> client() {
    return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
  }

  /** The page; empty where there is none. */
  Optional<URI> page() {
    return http == null ? Optional.empty() : http.link();
  }

  @Override
  public void close() {
    if (http != null) {
      http.close();
    }
    app.close();
    registry.close();
    broker.close();
  }
}
