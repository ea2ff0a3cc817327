package dev.kiln.streams.app;

import dev.kiln.streams.metrics.Meters;
import dev.kiln.streams.topology.Generation;
import dev.kiln.streams.topology.KilnTopology;
import dev.kiln.streams.topology.RequestTraces;
import dev.kiln.streams.topology.StreamThreads;
import dev.kiln.streams.topology.TopologyMetrics;
import dev.kiln.streams.tracing.Tracing;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The application: a Kafka Streams client that answers generation requests. Start it once, close it
 * once; the engine behind it belongs to whoever opened it, and must outlive it. Safe for many
 * threads.
 */
public final class KilnApp implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KilnApp.class);

  /** What it takes tasks at most to note that they end, where brokers answer. */
  private static final Duration NOTE = Duration.ofSeconds(3);

  private final KilnConfig config;
  private final StreamsClient client;
  private final @Nullable Meters meters;
  private final BlobKeeping blobs;
  private final @Nullable Tracing tracing;
  private final StreamThreads threads = new StreamThreads();
  private final CountDownLatch running = new CountDownLatch(1);
  private final CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();
  private final AtomicReference<Throwable> cause = new AtomicReference<>();

  /**
   * Prepares the application; nothing is connected before {@link #start}.
   *
   * @throws StartupException if the configuration cannot work
   */
  public KilnApp(KilnConfig config, Generation generation) throws StartupException {
    this(config, generation, null);
  }

  /**
   * Prepares the application; nothing is connected before {@link #start}.
   *
   * @param meters what counts, or null for nothing
   * @throws StartupException if the configuration cannot work
   */
  public KilnApp(KilnConfig config, Generation generation, @Nullable Meters meters)
      throws StartupException {
    this.config = config;
    this.meters = meters;
    try {
      blobs = BlobKeeping.open(config);
      tracing = TracingOptions.open(config);
      client = new StreamsClient(() -> streams(generation), this::changed);
    } catch (IOException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    } catch (KafkaException | IllegalArgumentException e) {
      throw new StartupException("The configuration cannot work: " + e.getMessage(), e);
    }
  }

  private KafkaStreams streams(Generation generation) {
    var topology =
        KilnTopology.build(
            config.topics(),
            config.inFlight(),
            generation,
            Formats.of(config),
            blobs.forTopology(),
            new KilnTopology.Observers(
                meters == null ? TopologyMetrics.NONE : meters.topology(),
                tracing == null ? RequestTraces.NONE : tracing.requests()),
            threads);
    Properties settings = config.streams();
    var streams =
        WakefulClients.suit(settings)
            ? new KafkaStreams(topology, settings, new WakefulClients(threads))
            : new KafkaStreams(topology, settings);
    streams.setUncaughtExceptionHandler(new ThreadReplacement(System::nanoTime, cause::set));
    return streams;
  }

  /**
   * Checks that all is there that it needs, and starts.
   *
   * @throws StartupException with all that is wrong, a sentence each
   */
  public void start() throws StartupException {
    new StartupCheck(config).run();
    try {
      client.start();
    } catch (StreamsException e) {
      throw new StartupException(
          "The state in %s cannot be opened: %s."
              .formatted(config.streams().get(StreamsConfig.STATE_DIR_CONFIG), RootCause.of(e)),
          e);
    }
    if (meters != null) {
      meters.bind(client.streams());
    }
  }

  /**
   * Waits until the application has its partitions and serves.
   *
   * @return false if it does not within that time, or ended
   */
  public boolean awaitRunning(Duration patience) throws InterruptedException {
    return running.await(patience.toMillis(), TimeUnit.MILLISECONDS) && !end.isDone();
  }

  /**
   * Waits until the application has ended.
   *
   * @return why, if not because somebody closed it
   */
  public Optional<Throwable> awaitEnd() throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As {@link #awaitEnd()}, but empty also when it has not ended within that time. */
  public Optional<Throwable> awaitEnd(Duration patience) throws InterruptedException {
    try {
      return end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether it has ended, for whatever reason. */
  public boolean hasEnded() {
    return end.isDone();
  }

  /** Whether it has its partitions and serves, at this moment. */
  public boolean isRunning() {
    return client.state() == State.RUNNING;
  }

  /**
   * Commits what is finished and leaves; what is in flight stays in the store for the next start.
   * Takes at most the configured time.
   */
  @Override
  public void close() {
    long until = System.nanoTime() + config.closeTimeout().toNanos();
    if (isRunning() && !threads.ending().request(shorter(config.closeTimeout(), NOTE))) {
      LOG.warn("Some tasks did not note in time that they end in order.");
    }
    var left = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
    client.close(CloseOptions.timeout(left).withGroupMembershipOperation(membership()));
    blobs.close();
    if (tracing != null) {
      tracing.close();
    }
    end.complete(Optional.empty());
    running.countDown();
  }

  /** A static member keeps its partitions over a restart; any other hands them over at once. */
  private GroupMembershipOperation membership() {
    boolean isStatic = config.originals().containsKey(CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG);
    return isStatic
        ? GroupMembershipOperation.REMAIN_IN_GROUP
        : GroupMembershipOperation.LEAVE_GROUP;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void changed(State now, State before) {
    if (now == State.RUNNING) {
      running.countDown();
    }
    if (now == State.ERROR || now == State.NOT_RUNNING) {
      end.complete(Optional.ofNullable(cause.get()));
      running.countDown();
    }
  }
}
