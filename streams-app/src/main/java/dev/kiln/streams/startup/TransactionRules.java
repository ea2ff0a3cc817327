package dev.kiln.streams.startup;

import dev.kiln.streams.startup.ClusterView.TopicView;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.config.TopicConfig;

/** Whether the brokers can do the transactions that exactly_once_v2 needs, and keep offsets. */
final class TransactionRules {

  /** A broker's setting for the topic in which it keeps transactions. */
  static final String REPLICATION_FACTOR = "transaction.state.log.replication.factor";

  private static final int WANTED = 2;

  private final ClusterNeeds needs;
  private final ClusterView view;
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private TransactionRules(ClusterNeeds needs, ClusterView view) {
    this.needs = needs;
    this.view = view;
  }

  static Findings judge(ClusterNeeds needs, ClusterView view) {
    return new TransactionRules(needs, view).judge();
  }

  private Findings judge() {
    internalTopic(
        ClusterView.OFFSETS,
        "the progress of groups",
        "offsets.topic.replication.factor",
        "min.insync.replicas");
    if (needs.exactlyOnce()) {
      internalTopic(
          ClusterView.TRANSACTION_LOG,
          "transactions",
          REPLICATION_FACTOR,
          "transaction.state.log.min.isr");
      level();
      timeout();
    } else {
      warnings.add(
          "processing.guarantee is not exactly_once_v2, so an answer may come twice after a failure.");
    }
    return new Findings(problems, warnings);
  }

  private void level() {
    var level = view.transactions();
    if (level.used().isEmpty()) {
      warnings.add(
          "The brokers at %s do not tell their transaction.version; expected %d, which Kafka has from 4.0 on."
              .formatted(needs.brokers(), WANTED));
    } else if (level.used().getAsInt() >= WANTED) {
      return;
    } else if (level.supported().orElse(0) >= WANTED) {
      problems.add(
          "The brokers at %s use transaction.version %d, where a late write of a dead instance can slip into a transaction of its successor; switch it to %d (kafka-features upgrade --feature transaction.version=%d)."
              .formatted(needs.brokers(), level.used().getAsInt(), WANTED, WANTED));
    } else {
      warnings.add(
          "The brokers at %s know transaction.version %d at most, where a late write of a dead instance can slip into a transaction of its successor; Kafka 4.0 and newer have %d."
              .formatted(needs.brokers(), level.supported().orElse(0), WANTED));
    }
  }

  private void timeout() {
    OptionalLong most = view.brokerNumber("transaction.max.timeout.ms");
    long asked = needs.transactionTimeout().toMillis();
    if (most.isPresent() && asked > most.getAsLong()) {
      problems.add(
          "transaction.timeout.ms is %d, the brokers allow at most %d (transaction.max.timeout.ms)."
              .formatted(asked, most.getAsLong()));
    }
  }

  /**
   * Brokers create such a topic when it is first needed; where they cannot, clients wait forever.
   */
  private void internalTopic(String name, String holds, String factor, String minIsr) {
    TopicView topic = view.topics().get(name);
    OptionalLong replicas = view.brokerNumber(factor);
    if (topic == null) {
      if (!view.hidden().contains(name)
          && replicas.isPresent()
          && replicas.getAsLong() > view.brokers()) {
        problems.add(
            "The brokers cannot create %s, which holds %s: %s is %d and %d are up; start more brokers, or lower it."
                .formatted(name, holds, factor, replicas.getAsLong(), view.brokers()));
      }
      return;
    }
    OptionalLong least = topic.number(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
    if (least.isEmpty()) {
      least = view.brokerNumber(minIsr);
    }
    if (least.isPresent() && topic.fewestInSync() < least.getAsLong()) {
      problems.add(
          "The topic %s, which holds %s, has a partition with %d in-sync replicas and needs %d; bring its brokers back."
              .formatted(name, holds, topic.fewestInSync(), least.getAsLong()));
    }
  }
}
