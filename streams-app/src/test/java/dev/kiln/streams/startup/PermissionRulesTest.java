package dev.kiln.streams.startup;

import static dev.kiln.streams.startup.Views.NEEDS;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PermissionRulesTest {

  private final Views cluster = new Views();

  @Test
  void aSoundClusterIsLeftInPeace() {
    assertThat(judged()).isEqualTo(Findings.NONE);
  }

  @Test
  void eachLackIsNamedWithWhatThereIs() {
    cluster.topics.put("requests", Views.allowing(WRITE, DESCRIBE));
    cluster.topics.put(NEEDS.changelog(), Views.allowing(DESCRIBE, DESCRIBE_CONFIGS));
    cluster.topics.remove("samples");
    cluster.hidden.add("samples");
    cluster.group = Optional.of(Set.of(DESCRIBE));
    cluster.transactionsDenied = true;

    assertThat(judged().problems())
        .containsExactly(
            "This client lacks Read on the topic requests; it may do Describe, Write.",
            "This client lacks Write on the topic samples; it may do nothing there.",
            "This client lacks Read and Write on the topic kiln-in-flight-changelog; it may do Describe, DescribeConfigs.",
            "This client lacks Read on the group kiln; it may do Describe.",
            "This client may not use transactional ids that begin with kiln; allow it Write on them (a prefixed rule).");
  }

  @Test
  void whatIsNotToldIsNoLack() {
    var usual = Views.topic(4);
    cluster.topics.put(
        "requests", new ClusterView.TopicView(4, 0, 3, Optional.empty(), usual.settings()));
    cluster.topics.put("failures", Views.allowing(READ, WRITE));

    assertThat(judged()).isEqualTo(Findings.NONE);
  }

  private Findings judged() {
    return PermissionRules.judge(NEEDS, cluster.view());
  }
}
