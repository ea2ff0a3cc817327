package dev.kiln.streams.augment;

import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.registry.RegistryConfig;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import dev.kiln.schemas.wire.AvroDeserializer;
import dev.kiln.streams.app.KilnConfig;
import dev.kiln.streams.app.StartupException;
import dev.kiln.streams.app.StreamsClient;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/**
 * Runs an augmentation as a Kafka Streams application of its own, beside Kiln's app. Start it once,
 * close it once.
 */
public final class AugmentApp implements AutoCloseable {

  private final StreamsClient client;
  private final KilnConfig kiln;
  private final AugmentConfig config;
  private final CountDownLatch running = new CountDownLatch(1);
  private final CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();

  /**
   * Prepares the application; nothing is connected before {@link #start}.
   *
   * @param kiln the app's configuration: brokers, registry, topics
   * @throws org.apache.kafka.common.config.ConfigException in one sentence, if it cannot work
   */
  public AugmentApp(KilnConfig kiln, AugmentConfig config, Collection<GeneratorCard> cards) {
    this.kiln = kiln;
    this.config = config;
    client = new StreamsClient(() -> streams(cards), this::changed);
  }

  private KafkaStreams streams(Collection<GeneratorCard> cards) {
    var schemas = new SchemaRegistryClient(RegistryConfig.from(kiln.originals()));
    var builder = new StreamsBuilder();
    var unused =
        Augmentation.addTo(
            builder,
            config.options(kiln.topics(), cards),
            AvroDeserializer.of(GeneratedSample.class, schemas));
    Properties properties = new Properties();
    properties.putAll(kiln.streams());
    properties.put(
        StreamsConfig.APPLICATION_ID_CONFIG,
        properties.get(StreamsConfig.APPLICATION_ID_CONFIG) + "-" + config.name());
    var streams = new KafkaStreams(builder.build(properties), properties);
    streams.setUncaughtExceptionHandler(
        error -> {
          end.complete(Optional.of(error));
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    return streams;
  }

  private void changed(State now, State before) {
    if (now == State.RUNNING) {
      running.countDown();
    }
    if (now == State.NOT_RUNNING || now == State.ERROR) {
      end.complete(Optional.empty());
      running.countDown();
    }
  }

  /**
   * Makes the topics that are missing, where the configuration wants that, and starts.
   *
   * @throws StartupException in one sentence, if topics are missing or brokers do not answer
   */
  public void start() throws StartupException, InterruptedException {
    try (Admin admin = Admin.create(Map.copyOf(client()))) {
      Set<String> missing = new TreeSet<>(config.topics());
      missing.removeAll(admin.listTopics().names().get(30, TimeUnit.SECONDS));
      if (!missing.isEmpty() && !kiln.createTopics()) {
        throw new StartupException(
            "No topic %s; create it, or set %s=true."
                .formatted(String.join(", ", missing), KilnConfig.TOPICS_CREATE));
      }
      List<NewTopic> wanted =
          missing.stream()
              .map(name -> new NewTopic(name, kiln.partitions(), kiln.replicationFactor()))
              .toList();
      admin.createTopics(wanted).all().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new StartupException("The augmentation's topics cannot be looked at: " + e, e);
    }
    client.start();
  }

  private Map<String, Object> client() {
    Map<String, Object> client = new java.util.HashMap<>(kiln.originals());
    client.keySet().removeIf(name -> name.startsWith(KilnConfig.PREFIX));
    return client;
  }

  /**
   * Waits until it has its partitions.
   *
   * @return false if it does not within that time, or ended
   */
  public boolean awaitRunning(Duration patience) throws InterruptedException {
    return running.await(patience.toMillis(), TimeUnit.MILLISECONDS) && !end.isDone();
  }

  /** Completes when it has ended, with the reason if it was an error. */
  public CompletableFuture<Optional<Throwable>> ended() {
    return end;
  }

  @Override
  public void close() {
    client.close(CloseOptions.timeout(kiln.closeTimeout()));
  }
}
