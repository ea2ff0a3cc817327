package dev.kiln.streams.app;

import dev.kiln.streams.startup.ClusterCheck;
import dev.kiln.streams.startup.ClusterNeeds;
import dev.kiln.streams.startup.Findings;
import dev.kiln.streams.startup.RegistryCheck;
import dev.kiln.streams.topology.KilnTopology;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks before the start whether all is there that the application needs, and creates topics if it
 * is told to.
 */
public final class StartupCheck {

  private static final Logger LOG = LoggerFactory.getLogger(StartupCheck.class);

  /** What Kafka Streams sets under exactly_once_v2 unless the user does. */
  private static final int STREAMS_TRANSACTION_TIMEOUT_MS = 10_000;

  private final KilnConfig config;
  private final Properties properties;

  public StartupCheck(KilnConfig config) {
    this.config = config;
    this.properties = config.streams();
  }

  /** What is wrong; changes nothing. */
  public Findings look() throws StartupException {
    try {
      return cluster().look().and(RegistryCheck.look(config.originals()));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Looks, tells warnings to the log, and creates missing topics if it may.
   *
   * @throws StartupException with all that is wrong, a sentence each
   */
  void run() throws StartupException {
    Findings findings;
    try {
      findings = cluster().lookAndCreate().and(RegistryCheck.look(config.originals()));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    findings.warnings().forEach(LOG::warn);
    if (!findings.problems().isEmpty()) {
      throw new StartupException(findings.problems());
    }
  }

  private ClusterCheck cluster() {
    var streams = new StreamsConfig(properties);
    return new ClusterCheck(needs(streams), adminConfig(streams));
  }

  private ClusterNeeds needs(StreamsConfig streams) {
    String applicationId = streams.getString(StreamsConfig.APPLICATION_ID_CONFIG);
    return new ClusterNeeds(
        String.valueOf(properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)),
        applicationId,
        config.topics(),
        KilnTopology.changelog(applicationId),
        replication(streams),
        StreamsConfig.EXACTLY_ONCE_V2.equals(
            streams.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG)),
        transactionTimeout(streams),
        config.maxRecordBytes(),
        config.createTopics()
            ? new ClusterNeeds.Creation(config.partitions(), config.replicationFactor())
            : null,
        config.startTimeout());
  }

  private static short replication(StreamsConfig streams) {
    return streams.getInt(StreamsConfig.REPLICATION_FACTOR_CONFIG).shortValue();
  }

  private static Duration transactionTimeout(StreamsConfig streams) {
    String name = ProducerConfig.TRANSACTION_TIMEOUT_CONFIG;
    Object given = streams.getProducerConfigs("kiln-start").get(name);
    int ms =
        given == null
            ? STREAMS_TRANSACTION_TIMEOUT_MS
            : (Integer) ConfigDef.parseType(name, given, ConfigDef.Type.INT);
    return Duration.ofMillis(ms);
  }

  private Map<String, Object> adminConfig(StreamsConfig streams) {
    Map<String, Object> admin = streams.getAdminConfigs("kiln-start");
    int timeout = Math.toIntExact(config.startTimeout().toMillis());
    admin.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout);
    admin.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout);
    return admin;
  }

  private static StartupException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StartupException("Interrupted while looking for the brokers.", e);
  }
}
