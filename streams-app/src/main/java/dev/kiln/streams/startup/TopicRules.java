package dev.kiln.streams.startup;

import dev.kiln.streams.startup.ClusterView.TopicView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.kafka.common.config.TopicConfig;

/** Whether the topics are such that every request can be read, kept and answered. */
final class TopicRules {

  private final ClusterNeeds needs;
  private final ClusterView view;
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private TopicRules(ClusterNeeds needs, ClusterView view) {
    this.needs = needs;
    this.view = view;
  }

  static Findings judge(ClusterNeeds needs, ClusterView view) {
    return new TopicRules(needs, view).judge();
  }

  private Findings judge() {
    missing();
    for (String name : written()) {
      TopicView topic = view.topics().get(name);
      if (topic != null) {
        size(name, topic);
        inSync(name, topic);
      }
    }
    view.topics().forEach(this::leaders);
    changelog();
    compaction();
    return new Findings(problems, warnings);
  }

  /** What the application's producer writes to. */
  private List<String> written() {
    return Stream.concat(needs.topics().written().stream(), Stream.of(needs.changelog())).toList();
  }

  /** The topics that are not there and that nobody hides. */
  static List<String> missing(ClusterNeeds needs, ClusterView view) {
    return needs.topics().all().stream()
        .filter(name -> !view.topics().containsKey(name) && !view.hidden().contains(name))
        .toList();
  }

  private void missing() {
    List<String> missing = missing(needs, view);
    if (!missing.isEmpty() && needs.creation() == null) {
      problems.add(
          "No topic %s at %s; create it, or set kiln.topics.create=true."
              .formatted(String.join(", ", missing), needs.brokers()));
    }
  }

  private void size(String name, TopicView topic) {
    OptionalLong found = topic.number(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
    if (found.isEmpty()) {
      warnings.add(
          "What max.message.bytes the topic %s has is not told to this client; it must be at least %d, which is kiln.max.record.bytes."
              .formatted(name, needs.maxRecordBytes()));
    } else if (found.getAsLong() < needs.maxRecordBytes()) {
      problems.add(
          "The topic %s takes records of at most %d bytes, and kiln.max.record.bytes is %d; raise the topic's max.message.bytes, or lower kiln.max.record.bytes."
              .formatted(name, found.getAsLong(), needs.maxRecordBytes()));
    }
  }

  private void inSync(String name, TopicView topic) {
    OptionalLong least = topic.number(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
    if (least.isPresent() && topic.fewestInSync() < least.getAsLong()) {
      problems.add(
          "The topic %s has a partition with %d in-sync replicas and min.insync.replicas=%d, so nothing can be written to it; bring its brokers back, or lower min.insync.replicas."
              .formatted(name, topic.fewestInSync(), least.getAsLong()));
    }
  }

  private void leaders(String name, TopicView topic) {
    if (topic.leaderless() > 0) {
      problems.add(
          "The topic %s has %d of %d partitions without a leader; bring their brokers back."
              .formatted(name, topic.leaderless(), topic.partitions()));
    }
  }

  private void changelog() {
    TopicView changelog = view.topics().get(needs.changelog());
    if (changelog == null) {
      view.changelogTrouble()
          .ifPresent(
              why ->
                  problems.add(
                      "The topic %s of the store cannot be created: %s."
                          .formatted(needs.changelog(), why)));
      return;
    }
    String requests = needs.topics().requests();
    int wanted = storePartitions(needs, view.topics()).orElse(changelog.partitions());
    if (changelog.partitions() < wanted) {
      problems.add(
          "The topic %s of the store has %d partitions and the topic %s has %d; give %s as many (kafka-topics --alter --partitions %d), nothing is lost by that."
              .formatted(
                  needs.changelog(),
                  changelog.partitions(),
                  requests,
                  wanted,
                  needs.changelog(),
                  wanted));
    } else if (changelog.partitions() > wanted) {
      problems.add(
          "The topic %s of the store has %d partitions and the topic %s has %d; give %s as many, or, if its requests are not to be finished, take another application.id than %s."
              .formatted(
                  needs.changelog(),
                  changelog.partitions(),
                  requests,
                  wanted,
                  requests,
                  needs.applicationId()));
    }
  }

  /** How many partitions the store's topic needs: as many as the requests have, or will have. */
  static OptionalInt storePartitions(ClusterNeeds needs, Map<String, TopicView> topics) {
    TopicView requests = topics.get(needs.topics().requests());
    if (requests != null) {
      return OptionalInt.of(requests.partitions());
    }
    return needs.creation() == null
        ? OptionalInt.empty()
        : OptionalInt.of(needs.creation().partitions());
  }

  private void compaction() {
    for (String name : needs.topics().all()) {
      TopicView topic = view.topics().get(name);
      if (topic != null
          && topic
              .setting(TopicConfig.CLEANUP_POLICY_CONFIG)
              .filter(policy -> policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT))
              .isPresent()) {
        warnings.add(
            "The topic %s is compacted, which drops all but the last record of each key; set its cleanup.policy to delete unless that is meant."
                .formatted(name));
      }
    }
  }
}
