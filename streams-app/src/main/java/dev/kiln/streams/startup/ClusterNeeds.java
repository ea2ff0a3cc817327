package dev.kiln.streams.startup;

import dev.kiln.streams.topology.TopicNames;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the application asks of its cluster.
 *
 * @param brokers the bootstrap servers, as sentences name them
 * @param applicationId the group, and the beginning of every transactional id
 * @param topics the topics it reads and writes
 * @param changelog the topic behind its store, which Kafka Streams creates
 * @param changelogReplication how many replicas it gets then, or -1 for the broker's default
 * @param exactlyOnce whether it works in transactions
 * @param transactionTimeout how long its transactions may last
 * @param maxRecordBytes the largest record that it writes
 * @param creation how missing topics are created, or null if they are not
 * @param patience how long the brokers may take to answer
 */
public record ClusterNeeds(
    String brokers,
    String applicationId,
    TopicNames topics,
    String changelog,
    short changelogReplication,
    boolean exactlyOnce,
    Duration transactionTimeout,
    int maxRecordBytes,
    @Nullable Creation creation,
    Duration patience) {

  /** Kafka's own default for the size of a batch, which a topic need not go below. */
  private static final int USUAL_MAX_MESSAGE_BYTES = 1024 * 1024 + 12;

  /** What a batch may hold besides its largest record. */
  private static final int FRAMING = 1024;

  /**
   * How a missing topic is created.
   *
   * @param partitions how many partitions it gets
   * @param replicationFactor how many replicas, or -1 for the broker's default
   */
  public record Creation(int partitions, short replicationFactor) {}

  /** The max.message.bytes of a topic that is created. */
  public int maxMessageBytes() {
    return Math.max(USUAL_MAX_MESSAGE_BYTES, maxRecordBytes + FRAMING);
  }
}
