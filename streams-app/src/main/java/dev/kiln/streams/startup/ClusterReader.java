package dev.kiln.streams.startup;

import dev.kiln.streams.startup.ClusterView.TopicView;
import dev.kiln.streams.startup.ClusterView.TransactionLevel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/** Asks a cluster for what {@link ClusterView} holds. For one thread. */
final class ClusterReader {

  private static final String TRANSACTION_VERSION = "transaction.version";

  private final Admin admin;
  private final ClusterNeeds needs;
  private final Answers answers;

  ClusterReader(Admin admin, ClusterNeeds needs) {
    this.admin = admin;
    this.needs = needs;
    this.answers = new Answers(needs.patience());
  }

  /**
   * The cluster as it is now.
   *
   * @throws ClusterAwayException if it does not answer
   * @throws InterruptedException if the thread was interrupted
   */
  ClusterView read() throws ClusterAwayException, InterruptedException {
    List<Node> nodes = nodes();
    Map<String, String> broker =
        nodes.isEmpty()
            ? Map.of()
            : settings(new ConfigResource(ConfigResource.Type.BROKER, nodes.get(0).idString()));
    Set<String> hidden = new HashSet<>();
    Map<String, TopicView> topics = topics(hidden);
    return new ClusterView(
        nodes.size(),
        transactions(),
        topics,
        hidden,
        broker,
        group(),
        needs.exactlyOnce() && transactionsWork(topics, broker, nodes.size()) && denied(),
        topics.containsKey(needs.changelog()) || hidden.contains(needs.changelog())
            ? Optional.empty()
            : changelogTrouble(topics));
  }

  /** Without the answer to this one nothing else makes sense. */
  private List<Node> nodes() throws ClusterAwayException, InterruptedException {
    Answers.Reply<Collection<Node>> reply = answers.reply(admin.describeCluster().nodes());
    if (reply.value() != null) {
      return List.copyOf(reply.value());
    }
    Throwable problem = reply.problem();
    throw new ClusterAwayException(
        problem == null || Answers.isPassing(problem)
            ? "No broker answers at %s within %.0f s%s."
                .formatted(
                    needs.brokers(),
                    needs.patience().toMillis() / 1e3,
                    problem == null ? "" : ": " + Answers.words(problem))
            : "The brokers at %s refuse this client: %s."
                .formatted(needs.brokers(), Answers.words(problem)));
  }

  private TransactionLevel transactions() throws InterruptedException {
    FeatureMetadata features =
        answers.ifTold(admin.describeFeatures().featureMetadata()).orElse(null);
    if (features == null || features.finalizedFeatures().isEmpty()) {
      return TransactionLevel.UNKNOWN;
    }
    var supported = features.supportedFeatures().get(TRANSACTION_VERSION);
    var used = features.finalizedFeatures().get(TRANSACTION_VERSION);
    return new TransactionLevel(
        OptionalInt.of(supported == null ? 0 : supported.maxVersion()),
        OptionalInt.of(used == null ? 0 : used.maxVersionLevel()));
  }

  /**
   * Those of the topics that matter which are there.
   *
   * @param hidden gets those that this client may not see
   */
  private Map<String, TopicView> topics(Set<String> hidden) throws InterruptedException {
    List<String> names = new ArrayList<>(needs.topics().all());
    names.add(needs.changelog());
    names.add(ClusterView.OFFSETS);
    names.add(ClusterView.TRANSACTION_LOG);
    var options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
    Map<String, TopicView> topics = new HashMap<>();
    for (var asked : admin.describeTopics(names, options).topicNameValues().entrySet()) {
      String name = asked.getKey();
      Answers.Reply<TopicDescription> reply = answers.reply(asked.getValue());
      if (reply.value() != null) {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        topics.put(name, view(reply.value(), settings(resource)));
      } else if (reply.problem() instanceof TopicAuthorizationException) {
        hidden.add(name);
      }
    }
    return topics;
  }

  private static TopicView view(TopicDescription topic, Map<String, String> settings) {
    List<TopicPartitionInfo> partitions = topic.partitions();
    return new TopicView(
        partitions.size(),
        (int)
            partitions.stream()
                .filter(partition -> partition.leader() == null || partition.leader().isEmpty())
                .count(),
        partitions.stream().mapToInt(partition -> partition.isr().size()).min().orElse(0),
        Optional.ofNullable(topic.authorizedOperations()),
        settings);
  }

  /** Empty where they are not told to this client. */
  private Map<String, String> settings(ConfigResource resource) throws InterruptedException {
    Map<String, String> settings = new HashMap<>();
    answers
        .ifTold(admin.describeConfigs(List.of(resource)).all())
        .ifPresent(
            told ->
                told.values().stream()
                    .flatMap(config -> config.entries().stream())
                    .filter(entry -> entry.value() != null)
                    .forEach(entry -> settings.put(entry.name(), entry.value())));
    return settings;
  }

  private Optional<Set<AclOperation>> group() throws InterruptedException {
    String group = needs.applicationId();
    var options = new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true);
    Answers.Reply<Map<String, ConsumerGroupDescription>> reply =
        answers.reply(admin.describeConsumerGroups(List.of(group), options).all());
    if (reply.problem() instanceof GroupAuthorizationException) {
      return Optional.of(Set.of());
    }
    // A group that does not exist yet tells nothing.
    return Optional.ofNullable(reply.value())
        .map(told -> told.get(group))
        .map(ConsumerGroupDescription::authorizedOperations);
  }

  /** Else a question about transactions is answered only by a timeout. */
  private static boolean transactionsWork(
      Map<String, TopicView> topics, Map<String, String> broker, int brokers) {
    String factor = broker.get(TransactionRules.REPLICATION_FACTOR);
    return topics.containsKey(ClusterView.TRANSACTION_LOG)
        || factor == null
        || Integer.parseInt(factor) <= brokers;
  }

  /** No id of that name exists; what matters is whether this client may ask. */
  private boolean denied() throws InterruptedException {
    String id = needs.applicationId() + "-start";
    return answers.reply(admin.describeTransactions(List.of(id)).description(id)).problem()
        instanceof TransactionalIdAuthorizationException;
  }

  private Optional<String> changelogTrouble(Map<String, TopicView> topics)
      throws InterruptedException {
    int partitions = TopicRules.storePartitions(needs, topics).orElse(1);
    var topic = new NewTopic(needs.changelog(), partitions, needs.changelogReplication());
    var onlyTry = new CreateTopicsOptions().validateOnly(true);
    Throwable problem = answers.reply(admin.createTopics(List.of(topic), onlyTry).all()).problem();
    if (problem instanceof AuthorizationException) {
      return Optional.of("this client lacks Create on it");
    }
    // Another instance that starts at the same time has created it since the topics were listed.
    boolean isThere = problem instanceof TopicExistsException;
    return problem == null || isThere || Answers.isPassing(problem)
        ? Optional.empty()
        : Optional.of(Answers.words(problem));
  }
}
