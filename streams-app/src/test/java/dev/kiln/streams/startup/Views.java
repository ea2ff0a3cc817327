package dev.kiln.streams.startup;

import dev.kiln.streams.startup.ClusterView.TopicView;
import dev.kiln.streams.startup.ClusterView.TransactionLevel;
import dev.kiln.streams.topology.TopicNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;

/** A cluster in which all is well, until a test changes something. */
final class Views {

  static final ClusterNeeds NEEDS =
      new ClusterNeeds(
          "broker:9092",
          "kiln",
          new TopicNames("requests", "samples", "failures"),
          "kiln-in-flight-changelog",
          (short) -1,
          true,
          Duration.ofSeconds(10),
          1_000_000,
          null,
          Duration.ofSeconds(1));

  final Map<String, TopicView> topics = new HashMap<>();
  final Set<String> hidden = new HashSet<>();
  final Map<String, String> broker = new HashMap<>();
  TransactionLevel transactions = new TransactionLevel(OptionalInt.of(2), OptionalInt.of(2));
  Optional<Set<AclOperation>> group = Optional.empty();
  boolean transactionsDenied;
  Optional<String> changelogTrouble = Optional.empty();

  Views() {
    NEEDS.topics().all().forEach(name -> topics.put(name, topic(4)));
    topics.put(NEEDS.changelog(), topic(4));
    topics.put(ClusterView.TRANSACTION_LOG, topic(50));
    topics.put(ClusterView.OFFSETS, topic(50));
  }

  static ClusterNeeds creating(int partitions) {
    return needs(NEEDS.topics(), new ClusterNeeds.Creation(partitions, (short) -1));
  }

  static ClusterNeeds with(TopicNames topics) {
    return needs(topics, null);
  }

  private static ClusterNeeds needs(TopicNames topics, ClusterNeeds.@Nullable Creation creation) {
    return new ClusterNeeds(
        NEEDS.brokers(),
        NEEDS.applicationId(),
        topics,
        NEEDS.changelog(),
        NEEDS.changelogReplication(),
        NEEDS.exactlyOnce(),
        NEEDS.transactionTimeout(),
        NEEDS.maxRecordBytes(),
        creation,
        NEEDS.patience());
  }

  static TopicView topic(int partitions) {
    return topic(partitions, Map.of());
  }

  static TopicView topic(int partitions, Map<String, String> changes) {
    Map<String, String> settings = new HashMap<>();
    settings.put("max.message.bytes", "1048588");
    settings.put("min.insync.replicas", "2");
    settings.put("cleanup.policy", "delete");
    settings.putAll(changes);
    return new TopicView(partitions, 0, 3, Optional.of(Set.of(AclOperation.values())), settings);
  }

  static TopicView allowing(AclOperation... operations) {
    TopicView usual = topic(4);
    return new TopicView(4, 0, 3, Optional.of(Set.of(operations)), usual.settings());
  }

  static TopicView inSync(int partitions, int leaderless, int fewest) {
    TopicView usual = topic(partitions);
    return new TopicView(partitions, leaderless, fewest, usual.operations(), usual.settings());
  }

  ClusterView view() {
    return new ClusterView(
        3, transactions, topics, hidden, broker, group, transactionsDenied, changelogTrouble);
  }
}
