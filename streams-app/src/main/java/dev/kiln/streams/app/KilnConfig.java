package dev.kiln.streams.app;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import dev.kiln.generation.engine.EngineOptions;
import dev.kiln.storage.BlobStores;
import dev.kiln.streams.http.HttpSettings;
import dev.kiln.streams.metrics.Meters;
import dev.kiln.streams.secrets.Secrets;
import dev.kiln.streams.topology.InFlightOptions;
import dev.kiln.streams.topology.ReleaseOrder;
import dev.kiln.streams.topology.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The application's configuration. Kiln's own options begin with {@code kiln.}; everything else
 * goes to Kafka and to the schema registry's client under their own names, security included.
 */
public final class KilnConfig extends AbstractConfig {

  public static final String PREFIX = "kiln.";
  public static final String MODELS = "kiln.models";
  public static final String MODELS_POLL = "kiln.models.poll.ms";
  public static final String REQUESTS_TOPIC = TopicOptions.REQUESTS;
  public static final String SAMPLES_TOPIC = TopicOptions.SAMPLES;
  public static final String FAILURES_TOPIC = TopicOptions.FAILURES;
  public static final String PREVIEWS_TOPIC = TopicOptions.PREVIEWS;
  public static final String TOPICS_CREATE = TopicOptions.CREATE;
  public static final String TOPICS_PARTITIONS = TopicOptions.PARTITIONS;
  public static final String TOPICS_REPLICATION = TopicOptions.REPLICATION;
  public static final String SERDE = "kiln.value.serde";
  public static final String ORDER = "kiln.order";
  public static final String KEYS = "kiln.keys";
  public static final String MAX_IN_FLIGHT = "kiln.max.in.flight";
  public static final String MAX_ATTEMPTS = "kiln.max.attempts";
  public static final String MAX_RECORD_BYTES = "kiln.max.record.bytes";
  public static final String BLOB_STORE = "kiln.blob.store";
  public static final String BLOB_REGION = "kiln.blob.s3.region";
  public static final String BLOB_ENDPOINT = "kiln.blob.s3.endpoint";
  public static final String BLOB_THREADS = "kiln.blob.threads";
  public static final String STORE_MEMORY = "kiln.store.memory";
  public static final String DRAIN_INTERVAL = "kiln.drain.interval.ms";
  public static final String RETRY_BACKOFF = "kiln.registry.retry.backoff.ms";
  public static final String MAX_RETRY_BACKOFF = "kiln.registry.retry.backoff.max.ms";
  public static final String HTTP_PORT = HttpOptions.PORT;
  public static final String HTTP_TOKEN = HttpOptions.TOKEN;
  public static final String START_TIMEOUT = "kiln.start.timeout.ms";
  public static final String CLOSE_TIMEOUT = "kiln.close.timeout.ms";

  /** Kiln's own options: name, default, validator and explanation. */
  public static final ConfigDef DEFINITION =
      TracingOptions.define(
              TopicOptions.define(HttpOptions.define(EngineSettings.define(new ConfigDef()))))
          .define(
              MODELS,
              ConfigDef.Type.STRING,
              "models",
              new NonEmptyString(),
              HIGH,
              "The directory of the generators.")
          .define(
              MODELS_POLL,
              ConfigDef.Type.LONG,
              5_000L,
              between(0, 86_400_000),
              MEDIUM,
              "How often that directory is looked at for new and changed generators, in"
                  + " milliseconds; 0 is never.")
          .define(
              SERDE,
              ConfigDef.Type.CLASS,
              "dev.kiln.schemas.wire.AvroSerde",
              MEDIUM,
              "The serde of samples, failures and previews, by class name. It gets this whole configuration,"
                  + " so that schema.registry.url and the other options of Confluent's serdes"
                  + " work under their own names.")
          .define(
              ORDER,
              ConfigDef.Type.STRING,
              "key",
              ValidString.in("key", "none"),
              MEDIUM,
              "In which order answers leave: key keeps the order of the requests of each key,"
                  + " none lets each answer go as soon as it is there.")
          .define(
              KEYS,
              ConfigDef.Type.STRING,
              "required",
              ValidString.in("required", "optional"),
              MEDIUM,
              "Whether a request needs a key. A key is what order and cancellation go by; where"
                  + " they do not matter, optional serves requests without one as well.")
          .define(
              MAX_IN_FLIGHT,
              ConfigDef.Type.INT,
              64,
              between(1, 100_000),
              MEDIUM,
              "How many requests of one partition may be with the engine; the rest waits in the"
                  + " store.")
          .define(
              MAX_ATTEMPTS,
              ConfigDef.Type.INT,
              3,
              atLeast(1),
              MEDIUM,
              "After how many attempts that ended with the death of the process a request fails.")
          .define(
              MAX_RECORD_BYTES,
              ConfigDef.Type.INT,
              1_000_000,
              between(4096, 1_000_000_000),
              MEDIUM,
              "The largest record that is written, in bytes; a larger answer becomes a failure."
                  + " The topics must take records of this size.")
          .define(
              BLOB_STORE,
              ConfigDef.Type.STRING,
              "",
              MEDIUM,
              "Where samples are kept that are larger than a record: dir:/path or"
                  + " s3://bucket/prefix. The record then carries their place, size and hash."
                  + " Empty is nowhere: such a request fails.")
          .define(
              BLOB_REGION,
              ConfigDef.Type.STRING,
              "us-east-1",
              new NonEmptyString(),
              LOW,
              "The region of a bucket.")
          .define(
              BLOB_ENDPOINT,
              ConfigDef.Type.STRING,
              "",
              LOW,
              "The URL of a server that speaks S3's protocol; empty is Amazon's. Credentials come"
                  + " from where the AWS SDK looks for them, such as AWS_ACCESS_KEY_ID and"
                  + " AWS_SECRET_ACCESS_KEY.")
          .define(
              BLOB_THREADS,
              ConfigDef.Type.INT,
              4,
              between(1, 256),
              LOW,
              "How many samples are written to the blob store at a time.")
          .define(
              STORE_MEMORY,
              ConfigDef.Type.LONG,
              128L << 20,
              atLeast(8 << 20),
              MEDIUM,
              "How much memory the stores of all partitions of a process share, in bytes, beside"
                  + " the Java heap. What does not fit is on disk.")
          .define(
              DRAIN_INTERVAL,
              ConfigDef.Type.LONG,
              5L,
              between(1, 1_000),
              LOW,
              "How often finished samples are looked for while many requests are under way, in"
                  + " milliseconds, or up to 40 where they take long. Where few are, they are taken up"
                  + " at once.")
          .define(
              RETRY_BACKOFF,
              ConfigDef.Type.LONG,
              200L,
              atLeast(1),
              LOW,
              "The first pause before a registry or a blob store that did not answer is asked"
                  + " again, in milliseconds; doubles with each failure.")
          .define(
              MAX_RETRY_BACKOFF,
              ConfigDef.Type.LONG,
              10_000L,
              atLeast(1),
              LOW,
              "The longest such pause, in milliseconds.")
          .define(
              START_TIMEOUT,
              ConfigDef.Type.LONG,
              10_000L,
              atLeast(1),
              LOW,
              "How long the brokers may take to answer at the start, in milliseconds.")
          .define(
              CLOSE_TIMEOUT,
              ConfigDef.Type.LONG,
              10_000L,
              atLeast(1),
              LOW,
              "How long a clean close may take, in milliseconds.");

  /**
   * @throws org.apache.kafka.common.config.ConfigException in one sentence, if an option has a
   *     value that it cannot have, or begins with kiln. and does not exist
   */
  public KilnConfig(Map<?, ?> properties) {
    super(DEFINITION, properties, false);
    Secrets.remember(properties);
    OptionNames.check(this);
  }

  public Path models() {
    return Path.of(getString(MODELS));
  }

  /** How the engine is to run. */
  public EngineOptions engine() {
    String state = String.valueOf(streams().get(StreamsConfig.STATE_DIR_CONFIG));
    return EngineSettings.options(this, Path.of(state));
  }

  /** Where page, metrics and health are served; empty where they are not. */
  public Optional<HttpSettings> http() {
    return HttpOptions.settings(this);
  }

  /** What counts, for one process; to be closed after the application. */
  public Meters meters() {
    Meters meters = Meters.create().withJvm();
    return getBoolean(HttpOptions.JMX) ? meters.withJmx() : meters;
  }

  /** How often the generators are looked at; zero is never. */
  public Duration modelsPoll() {
    return Duration.ofMillis(getLong(MODELS_POLL));
  }

  public TopicNames topics() {
    return TopicOptions.names(this);
  }

  public boolean createTopics() {
    return getBoolean(TOPICS_CREATE);
  }

  public int partitions() {
    return getInt(TOPICS_PARTITIONS);
  }

  public short replicationFactor() {
    return getShort(TOPICS_REPLICATION);
  }

  public int maxRecordBytes() {
    return getInt(MAX_RECORD_BYTES);
  }

  public InFlightOptions inFlight() {
    return new InFlightOptions(
        getInt(MAX_IN_FLIGHT),
        getInt(MAX_ATTEMPTS),
        ReleaseOrder.valueOf(getString(ORDER).toUpperCase(Locale.ROOT)),
        maxRecordBytes(),
        Duration.ofMillis(getLong(DRAIN_INTERVAL)),
        Duration.ofMillis(getLong(RETRY_BACKOFF)),
        Duration.ofMillis(Math.max(getLong(RETRY_BACKOFF), getLong(MAX_RETRY_BACKOFF))),
        getString(KEYS).equals("required"));
  }

  /** Where samples go that are larger than a record. */
  public BlobStores.Settings blobs() {
    check(BLOB_STORE, BlobStores::checkPlace);
    check(BLOB_ENDPOINT, BlobStores::checkEndpoint);
    return new BlobStores.Settings(
        getString(BLOB_STORE), getString(BLOB_REGION), getString(BLOB_ENDPOINT));
  }

  private void check(String key, Consumer<String> rule) {
    try {
      rule.accept(getString(key));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(key + " " + e.getMessage());
    }
  }

  public int blobThreads() {
    return getInt(BLOB_THREADS);
  }

  public Duration startTimeout() {
    return Duration.ofMillis(getLong(START_TIMEOUT));
  }

  public Duration closeTimeout() {
    return Duration.ofMillis(getLong(CLOSE_TIMEOUT));
  }

  /** What Kafka Streams gets: Kiln's defaults, and over them whatever the user says. */
  public Properties streams() {
    return StreamsDefaults.under(originals(), maxRecordBytes(), getLong(STORE_MEMORY));
  }
}
