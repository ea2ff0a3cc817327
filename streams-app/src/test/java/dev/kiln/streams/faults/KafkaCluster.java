package dev.kiln.streams.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A controller and three brokers, each a process of its own, from the Kafka jars on this JVM's
 * class path. Brokers can be killed and started again. Safe for one thread at a time.
 */
final class KafkaCluster implements AutoCloseable {

  static final int BROKERS = 3;

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Xms64m",
          "-Xmx320m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Dlogback.configurationFile=dev/kiln/streams/broker/logback-broker.xml");

  /** A controller or broker. */
  private static final class Node {
    private final Path directory;
    private final Path settings;
    private @Nullable ChildJvm process;

    private Node(Path directory, Properties properties) throws IOException {
      this.directory = Files.createDirectories(directory);
      this.settings = directory.resolve("server.properties");
      try (var out = Files.newBufferedWriter(settings)) {
        properties.store(out, null);
      }
    }
  }

  private final String clusterId = Uuid.randomUuid().toString();
  private final List<Integer> clientPorts = new ArrayList<>();
  private final List<TcpProxy> edge = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private @Nullable Admin admin;

  private KafkaCluster() {}

  /** Starts all nodes, and returns when every broker has registered. */
  static KafkaCluster start(Path directory) throws IOException {
    var cluster = new KafkaCluster();
    try {
      cluster.launch(directory.toAbsolutePath());
      return cluster;
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void launch(Path directory) throws IOException {
    int controllerPort = NodeSettings.freePort();
    Path controller = directory.resolve("controller");
    nodes.add(
        new Node(controller, NodeSettings.controller(controller.resolve("data"), controllerPort)));
    for (int id = 0; id < BROKERS; id++) {
      int clientPort = NodeSettings.freePort();
      int edgePort = NodeSettings.freePort();
      TcpProxy proxy = TcpProxy.to(edgePort);
      edge.add(proxy);
      clientPorts.add(clientPort);
      Path home = directory.resolve("broker-" + id);
      nodes.add(
          new Node(
              home,
              NodeSettings.broker(
                  id, home.resolve("data"), controllerPort, clientPort, edgePort, proxy.port())));
    }
    for (Node node : nodes) {
      begin(node);
    }
    admin = Admin.create(new HashMap<>(client()));
    awaitBrokers();
  }

  private void begin(Node node) throws IOException {
    node.process =
        ChildJvm.start(
            node.directory,
            node.directory.resolve("kafka.log"),
            JVM_OPTIONS,
            KafkaNode.class,
            List.of(clusterId, node.settings.toString()));
  }

  /** What a client needs to reach the brokers directly. */
  Map<String, Object> client() {
    return Map.of("bootstrap.servers", bootstrapServers());
  }

  String bootstrapServers() {
    return clientPorts.stream()
        .map(port -> NodeSettings.HOST + ":" + port)
        .collect(Collectors.joining(","));
  }

  /** The way to the brokers that leads through the proxies alone. */
  String edgeServers() {
    return edge.stream()
        .map(proxy -> NodeSettings.HOST + ":" + proxy.port())
        .collect(Collectors.joining(","));
  }

  /** The proxies before the brokers, one each. */
  List<TcpProxy> edge() {
    return edge;
  }

  Admin admin() {
    Admin current = admin;
    if (current == null) {
      throw new IllegalStateException("the cluster is not up");
    }
    return current;
  }

  void create(List<String> topics, int partitions) throws InterruptedException {
    List<NewTopic> created =
        topics.stream().map(name -> new NewTopic(name, partitions, (short) BROKERS)).toList();
    try {
      admin().createTopics(created).all().get(60, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("cannot create " + topics, e);
    }
  }

  /** Where partitions end at present, open transactions included. */
  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions)
      throws InterruptedException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    try {
      Map<TopicPartition, Long> ends = new HashMap<>();
      admin()
          .listOffsets(latest)
          .all()
          .get(30, TimeUnit.SECONDS)
          .forEach((partition, at) -> ends.put(partition, at.offset()));
      return ends;
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("no offsets of " + partitions, e);
    }
  }

  /** The request partitions that the application's members have, by member. */
  Map<String, Set<Integer>> assignment() throws InterruptedException {
    try {
      Map<String, Set<Integer>> owned = new HashMap<>();
      admin()
          .describeConsumerGroups(List.of(Topics.APPLICATION))
          .describedGroups()
          .values()
          .iterator()
          .next()
          .get(30, TimeUnit.SECONDS)
          .members()
          .forEach(
              member ->
                  owned.put(
                      member.groupInstanceId().orElse(member.consumerId()),
                      member.assignment().topicPartitions().stream()
                          .filter(partition -> partition.topic().equals(Topics.REQUESTS))
                          .map(TopicPartition::partition)
                          .collect(Collectors.toSet())));
      return owned;
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the group cannot be described", e);
    }
  }

  /** SIGKILL to a broker. */
  void kill(int broker) {
    ChildJvm process = nodes.get(1 + broker).process;
    if (process != null) {
      process.kill();
    }
  }

  /** Starts a killed broker again, on its ports and data. */
  void restart(int broker) throws IOException {
    begin(nodes.get(1 + broker));
  }

  /** Waits until every partition of every topic has all its replicas again. */
  void awaitInSync() {
    awaitBrokers();
    Awaitility.await("all replicas in sync")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .ignoreExceptions()
        .until(this::isInSync);
  }

  private boolean isInSync() throws Exception {
    var all = new ListTopicsOptions().listInternal(true);
    var names = admin().listTopics(all).names().get(10, TimeUnit.SECONDS);
    return admin().describeTopics(names).allTopicNames().get(10, TimeUnit.SECONDS).values().stream()
        .flatMap(topic -> topic.partitions().stream())
        .allMatch(partition -> partition.isr().size() == partition.replicas().size());
  }

  private void awaitBrokers() {
    Awaitility.await("all brokers registered")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .until(() -> admin().describeCluster().nodes().get(10, TimeUnit.SECONDS).size() == BROKERS);
  }

  @Override
  public void close() throws IOException {
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
    for (Node node : nodes) {
      if (node.process != null) {
        node.process.kill();
      }
    }
    for (TcpProxy proxy : edge) {
      proxy.close();
    }
  }
}
