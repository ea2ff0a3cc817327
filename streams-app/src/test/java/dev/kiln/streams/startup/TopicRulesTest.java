package dev.kiln.streams.startup;

import static dev.kiln.streams.startup.Views.NEEDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.streams.topology.TopicNames;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopicRulesTest {

  private final Views cluster = new Views();

  @Test
  void aSoundClusterIsLeftInPeace() {
    assertThat(judged()).isEqualTo(Findings.NONE);
  }

  @Test
  void missingTopicsAreToldTogether() {
    cluster.topics.remove("requests");
    cluster.topics.remove("failures");

    assertThat(judged().problems())
        .containsExactly(
            "No topic requests, failures at broker:9092; create it, or set kiln.topics.create=true.");
    assertThat(TopicRules.judge(Views.creating(4), cluster.view()).problems()).isEmpty();
  }

  @Test
  void theTopicOfPreviewsIsAskedForWhereThereIsToBeOne() {
    var topics = new TopicNames("requests", "samples", "failures", "previews");
    assertThat(TopicRules.judge(Views.with(topics), cluster.view()).problems())
        .containsExactly(
            "No topic previews at broker:9092; create it, or set kiln.topics.create=true.");

    cluster.topics.put("previews", Views.topic(4, Map.of("max.message.bytes", "500000")));
    assertThat(TopicRules.judge(Views.with(topics), cluster.view()).problems())
        .singleElement()
        .asString()
        .startsWith("The topic previews takes records of at most 500000 bytes");
    assertThat(judged()).isEqualTo(Findings.NONE);
  }

  @Test
  void aStoreWithTooFewPartitionsCanGetMore() {
    cluster.topics.put("requests", Views.topic(6));

    assertThat(judged().problems())
        .containsExactly(
            "The topic kiln-in-flight-changelog of the store has 4 partitions and the topic requests has 6;"
                + " give kiln-in-flight-changelog as many (kafka-topics --alter --partitions 6), nothing is lost by that.");
  }

  @Test
  void aStoreWithTooManyPartitionsHoldsRequestsThatNobodyWouldFinish() {
    cluster.topics.put("requests", Views.topic(3));

    assertThat(judged().problems())
        .singleElement()
        .asString()
        .contains("has 4 partitions and the topic requests has 3; give requests as many")
        .endsWith("take another application.id than kiln.");
  }

  @Test
  void aTopicThatIsToBeCreatedIsHeldAgainstTheStoreToo() {
    cluster.topics.remove("requests");

    assertThat(TopicRules.judge(Views.creating(4), cluster.view()).problems()).isEmpty();
    assertThat(TopicRules.judge(Views.creating(8), cluster.view()).problems())
        .singleElement()
        .asString()
        .contains("has 4 partitions and the topic requests has 8");
  }

  @Test
  void topicsThatAreWrittenMustTakeTheLargestRecord() {
    cluster.topics.put("samples", Views.topic(4, Map.of("max.message.bytes", "500000")));
    cluster.topics.put("requests", Views.topic(4, Map.of("max.message.bytes", "1000")));

    assertThat(judged().problems())
        .containsExactly(
            "The topic samples takes records of at most 500000 bytes, and kiln.max.record.bytes is 1000000;"
                + " raise the topic's max.message.bytes, or lower kiln.max.record.bytes.");
  }

  @Test
  void whatIsNotToldIsAWarning() {
    cluster.topics.put(
        "failures",
        new ClusterView.TopicView(4, 0, 3, Optional.empty(), Map.of("cleanup.policy", "delete")));

    assertThat(judged().problems()).isEmpty();
    assertThat(judged().warnings())
        .singleElement()
        .asString()
        .startsWith("What max.message.bytes the topic failures has is not told");
  }

  @Test
  void aTopicThatCannotBeWrittenToIsNamed() {
    cluster.topics.put("samples", Views.inSync(4, 0, 1));
    cluster.topics.put("requests", Views.inSync(4, 2, 0));

    assertThat(judged().problems())
        .containsExactly(
            "The topic samples has a partition with 1 in-sync replicas and min.insync.replicas=2,"
                + " so nothing can be written to it; bring its brokers back, or lower min.insync.replicas.",
            "The topic requests has 2 of 4 partitions without a leader; bring their brokers back.");
  }

  @Test
  void compactionOfWhatPeopleWaitForIsAWarning() {
    cluster.topics.put("requests", Views.topic(4, Map.of("cleanup.policy", "compact,delete")));

    assertThat(judged().warnings())
        .singleElement()
        .asString()
        .startsWith("The topic requests is compacted, which drops all but the last record");
  }

  @Test
  void aStoreThatCouldNotBeCreatedIsToldBeforeTheStart() {
    cluster.topics.remove(NEEDS.changelog());
    cluster.changelogTrouble = Optional.of("this client lacks Create on it");

    assertThat(judged().problems())
        .containsExactly(
            "The topic kiln-in-flight-changelog of the store cannot be created: this client lacks Create on it.");
  }

  private Findings judged() {
    return TopicRules.judge(NEEDS, cluster.view());
  }
}
