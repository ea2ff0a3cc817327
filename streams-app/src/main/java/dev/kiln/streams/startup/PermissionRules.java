package dev.kiln.streams.startup;

import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import dev.kiln.streams.startup.ClusterView.TopicView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;

/** Whether this client may do what the application does, as far as the cluster tells. */
final class PermissionRules {

  private final ClusterNeeds needs;
  private final ClusterView view;
  private final List<String> problems = new ArrayList<>();

  private PermissionRules(ClusterNeeds needs, ClusterView view) {
    this.needs = needs;
    this.view = view;
  }

  static Findings judge(ClusterNeeds needs, ClusterView view) {
    return new PermissionRules(needs, view).judge();
  }

  private Findings judge() {
    topic(needs.topics().requests(), READ);
    needs.topics().written().forEach(name -> topic(name, WRITE));
    topic(needs.changelog(), READ, WRITE);
    view.group().ifPresent(allowed -> require("group", needs.applicationId(), allowed, READ));
    if (needs.exactlyOnce() && view.transactionsDenied()) {
      problems.add(
          "This client may not use transactional ids that begin with %s; allow it Write on them (a prefixed rule)."
              .formatted(needs.applicationId()));
    }
    return new Findings(problems, List.of());
  }

  private void topic(String name, AclOperation... wanted) {
    TopicView topic = view.topics().get(name);
    if (topic != null) {
      topic.operations().ifPresent(allowed -> require("topic", name, allowed, wanted));
    } else if (view.hidden().contains(name)) {
      require("topic", name, Set.of(), wanted);
    }
  }

  private void require(
      String kind, String name, Set<AclOperation> allowed, AclOperation... wanted) {
    String lacking =
        Arrays.stream(wanted)
            .filter(operation -> !allowed.contains(operation))
            .map(PermissionRules::spelt)
            .collect(Collectors.joining(" and "));
    if (!lacking.isEmpty()) {
      problems.add(
          "This client lacks %s on the %s %s; it may do %s."
              .formatted(
                  lacking,
                  kind,
                  name,
                  allowed.isEmpty()
                      ? "nothing there"
                      : allowed.stream()
                          .map(PermissionRules::spelt)
                          .sorted()
                          .collect(Collectors.joining(", "))));
    }
  }

  /** As Kafka's tools spell an operation: DescribeConfigs. */
  private static String spelt(AclOperation operation) {
    return Arrays.stream(operation.name().split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }
}
