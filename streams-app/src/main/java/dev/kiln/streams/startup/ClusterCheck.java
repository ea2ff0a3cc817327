package dev.kiln.streams.startup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Looks whether a cluster has what the application needs, and creates missing topics if it is told
 * to and nothing else is wrong. For one thread.
 */
public final class ClusterCheck {

  private final ClusterNeeds needs;
  private final Map<String, Object> adminConfig;

  /**
   * @param adminConfig what reaches the cluster: servers, and security if any
   */
  public ClusterCheck(ClusterNeeds needs, Map<String, Object> adminConfig) {
    this.needs = needs;
    this.adminConfig = adminConfig;
  }

  /** What is wrong; changes nothing. */
  public Findings look() throws InterruptedException {
    return with(false);
  }

  /** What is wrong; if nothing is, the topics are there afterwards. */
  public Findings lookAndCreate() throws InterruptedException {
    return with(true);
  }

  private Findings with(boolean create) throws InterruptedException {
    try (Admin admin = Admin.create(adminConfig)) {
      ClusterView view = new ClusterReader(admin, needs).read();
      Findings findings =
          TopicRules.judge(needs, view)
              .and(PermissionRules.judge(needs, view))
              .and(TransactionRules.judge(needs, view));
      List<String> missing = TopicRules.missing(needs, view);
      return create && findings.problems().isEmpty() && !missing.isEmpty()
          ? findings.and(create(admin, missing))
          : findings;
    } catch (ClusterAwayException e) {
      return Findings.problem(String.valueOf(e.getMessage()));
    } catch (KafkaException e) {
      return Findings.problem(
          "Cannot reach Kafka at %s: %s.".formatted(needs.brokers(), Answers.words(e)));
    }
  }

  private Findings create(Admin admin, List<String> names) throws InterruptedException {
    ClusterNeeds.Creation how = needs.creation();
    if (how == null) {
      return Findings.NONE;
    }
    var topics = new ArrayList<NewTopic>();
    for (String name : names) {
      var topic =
          new NewTopic(
              name,
              Optional.of(how.partitions()),
              how.replicationFactor() < 0
                  ? Optional.empty()
                  : Optional.of(how.replicationFactor()));
      String size = Integer.toString(needs.maxMessageBytes());
      topics.add(topic.configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, size)));
    }
    var answers = new Answers(needs.patience());
    Findings findings = Findings.NONE;
    for (var created : admin.createTopics(topics).values().entrySet()) {
      Throwable problem = answers.reply(created.getValue()).problem();
      // Two instances that start together both find it missing.
      if (problem != null && !(problem instanceof TopicExistsException)) {
        findings =
            findings.and(
                Findings.problem(
                    "Cannot create the topic %s: %s."
                        .formatted(created.getKey(), Answers.words(problem))));
      }
    }
    return findings;
  }
}
