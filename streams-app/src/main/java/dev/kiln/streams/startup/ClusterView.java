package dev.kiln.streams.startup;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;

/**
 * What a cluster tells of itself. Whatever it does not tell, or does not tell this client, is
 * empty.
 *
 * @param brokers how many brokers are up
 * @param transactions its level of transactions
 * @param topics the topics that were asked for and are there, by name
 * @param hidden the topics that were asked for and that this client may not see
 * @param brokerSettings settings of one broker, by name
 * @param group what this client may do with the application's group
 * @param transactionsDenied whether this client may not use the application's transactional ids
 * @param changelogTrouble why the topic of the store could not be created, where it is missing
 */
record ClusterView(
    int brokers,
    TransactionLevel transactions,
    Map<String, TopicView> topics,
    Set<String> hidden,
    Map<String, String> brokerSettings,
    Optional<Set<AclOperation>> group,
    boolean transactionsDenied,
    Optional<String> changelogTrouble) {

  /** The topic in which brokers keep transactions. */
  static final String TRANSACTION_LOG = "__transaction_state";

  /** The topic in which brokers keep the progress of groups. */
  static final String OFFSETS = "__consumer_offsets";

  ClusterView {
    topics = Map.copyOf(topics);
    hidden = Set.copyOf(hidden);
    brokerSettings = Map.copyOf(brokerSettings);
  }

  /**
   * The feature transaction.version: 2 fences each transaction of a producer from its last one
   * (KIP-890).
   *
   * @param supported the highest that the brokers could use
   * @param used the one that they do use
   */
  record TransactionLevel(OptionalInt supported, OptionalInt used) {
    static final TransactionLevel UNKNOWN =
        new TransactionLevel(OptionalInt.empty(), OptionalInt.empty());
  }

  /**
   * A topic.
   *
   * @param partitions how many it has
   * @param leaderless how many of them have no leader
   * @param fewestInSync the in-sync replicas of the partition that has the fewest
   * @param operations what this client may do with it
   * @param settings its settings, by name
   */
  record TopicView(
      int partitions,
      int leaderless,
      int fewestInSync,
      Optional<Set<AclOperation>> operations,
      Map<String, String> settings) {

    TopicView {
      settings = Map.copyOf(settings);
    }

    Optional<String> setting(String name) {
      return Optional.ofNullable(settings.get(name));
    }

    OptionalLong number(String name) {
      return ClusterView.number(settings, name);
    }
  }

  OptionalLong brokerNumber(String name) {
    return number(brokerSettings, name);
  }

  private static OptionalLong number(Map<String, String> settings, String name) {
    String value = settings.get(name);
    return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
  }
}
