package dev.kiln.streams.startup;

import static dev.kiln.streams.startup.Views.NEEDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.streams.startup.ClusterView.TransactionLevel;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TransactionRulesTest {

  private final Views cluster = new Views();

  @Test
  void aSoundClusterIsLeftInPeace() {
    assertThat(judged()).isEqualTo(Findings.NONE);
  }

  @Test
  void anOldLevelOfTransactionsIsAProblemWhereTheBrokersCanDoBetter() {
    cluster.transactions = new TransactionLevel(OptionalInt.of(2), OptionalInt.of(1));

    assertThat(judged().problems())
        .singleElement()
        .asString()
        .startsWith("The brokers at broker:9092 use transaction.version 1")
        .endsWith("(kafka-features upgrade --feature transaction.version=2).");
  }

  @Test
  void anOldLevelOfTransactionsIsAWarningWhereTheBrokersCannot() {
    cluster.transactions = new TransactionLevel(OptionalInt.of(0), OptionalInt.of(0));
    assertThat(judged().problems()).isEmpty();
    assertThat(judged().warnings())
        .singleElement()
        .asString()
        .contains("know transaction.version 0");

    cluster.transactions = TransactionLevel.UNKNOWN;
    assertThat(judged().warnings()).singleElement().asString().contains("do not tell");
  }

  @Test
  void aTransactionThatMayLastLongerThanTheBrokersAllowIsAProblem() {
    cluster.broker.put("transaction.max.timeout.ms", "5000");

    assertThat(judged().problems())
        .containsExactly(
            "transaction.timeout.ms is 10000, the brokers allow at most 5000 (transaction.max.timeout.ms).");
  }

  @Test
  void topicsThatBrokersCannotCreateWouldBeWaitedForForever() {
    cluster.topics.remove(ClusterView.TRANSACTION_LOG);
    cluster.broker.put("transaction.state.log.replication.factor", "5");
    cluster.broker.put("offsets.topic.replication.factor", "5");

    assertThat(judged().problems())
        .containsExactly(
            "The brokers cannot create __transaction_state, which holds transactions:"
                + " transaction.state.log.replication.factor is 5 and 3 are up; start more brokers, or lower it.");
  }

  @Test
  void aTransactionLogThatLacksReplicasIsAProblem() {
    cluster.topics.put(ClusterView.TRANSACTION_LOG, Views.inSync(50, 0, 1));

    assertThat(judged().problems())
        .containsExactly(
            "The topic __transaction_state, which holds transactions, has a partition with 1 in-sync replicas and needs 2; bring its brokers back.");
  }

  private Findings judged() {
    return TransactionRules.judge(NEEDS, cluster.view());
  }
}
