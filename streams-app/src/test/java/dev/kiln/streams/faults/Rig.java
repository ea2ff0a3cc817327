package dev.kiln.streams.faults;

import dev.kiln.schemas.registry.embedded.EmbeddedRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Everything that runs: the cluster, the registry, the instances, and whoever starts dead instances
 * again. Safe for many threads once it is up.
 */
final class Rig implements AutoCloseable {

  private static final Path MODELS = Path.of("..", "models");

  /** What the instances' consumers are given before the group goes on without them. */
  static final int SESSION_MS = 6_000;

  static final int COMMIT_MS = 200;

  private static final int TEND_MS = 50;

  static final int MAX_ATTEMPTS = 3;

  private final Generators generators;
  private final KafkaCluster cluster;
  private final EmbeddedRegistry registry;
  private final TcpProxy registryProxy;
  private final List<Instance> instances = new ArrayList<>();
  private final SmallDisk smallDisk;
  private final ScheduledExecutorService supervisor =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var thread = new Thread(work, "supervisor");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Starts cluster and registry, and prepares the instances.
   *
   * @param instances how many there may be at most; the first reaches the brokers through proxies,
   *     the second has a disk that can fill up
   * @param more what instances are configured with besides {@link #properties()}
   */
  Rig(Path directory, int instances, Map<String, String> more)
      throws IOException, InterruptedException {
    generators = Generators.copy(MODELS, directory.resolve("generators"));
    registry = EmbeddedRegistry.start(0);
    registryProxy = TcpProxy.to(registry.url().getPort());
    cluster = KafkaCluster.start(directory.resolve("kafka"));
    cluster.create(Topics.ours(), Topics.PARTITIONS);
    for (int i = 1; i <= instances; i++) {
      Properties properties = properties();
      properties.putAll(more);
      if (i == 1) {
        properties.setProperty("bootstrap.servers", cluster.edgeServers());
      }
      this.instances.add(new Instance(directory, "app-" + i, properties));
    }
    smallDisk = SmallDisk.mount(this.instances.get(1).state());
    Runtime.getRuntime().addShutdownHook(new Thread(smallDisk::close, "unmount"));
    var unused =
        supervisor.scheduleWithFixedDelay(
            () -> this.instances.forEach(Instance::tend), 0, TEND_MS, TimeUnit.MILLISECONDS);
  }

  /** What every instance is configured with, apart from its name and state directory. */
  Properties properties() {
    var p = new Properties();
    p.setProperty("bootstrap.servers", cluster.bootstrapServers());
    p.setProperty("schema.registry.url", "http://127.0.0.1:" + registryProxy.port());
    p.setProperty("application.id", Topics.APPLICATION);
    p.setProperty("kiln.models", generators.served().toString());
    p.setProperty("kiln.models.poll.ms", "1000");
    p.setProperty("kiln.requests.topic", Topics.REQUESTS);
    p.setProperty("kiln.samples.topic", Topics.SAMPLES);
    p.setProperty("kiln.failures.topic", Topics.FAILURES);
    p.setProperty("kiln.max.attempts", Integer.toString(MAX_ATTEMPTS));
    p.setProperty("kiln.max.in.flight", "16");
    p.setProperty("kiln.max.record.bytes", "8192");
    p.setProperty("commit.interval.ms", Integer.toString(COMMIT_MS));
    // So many processes on a small machine: each looks less often for what is finished.
    p.setProperty("num.stream.threads", "1");
    p.setProperty("poll.ms", "20");
    p.setProperty("kiln.drain.interval.ms", "20");
    p.setProperty("consumer.session.timeout.ms", Integer.toString(SESSION_MS));
    p.setProperty("consumer.heartbeat.interval.ms", "1500");
    return p;
  }

  Generators generators() {
    return generators;
  }

  KafkaCluster cluster() {
    return cluster;
  }

  /** The registry, whatever its proxy does. */
  URI registry() {
    return registry.url();
  }

  TcpProxy registryProxy() {
    return registryProxy;
  }

  SmallDisk smallDisk() {
    return smallDisk;
  }

  Instance instance(int number) {
    return instances.get(number - 1);
  }

  List<Instance> instances() {
    return instances;
  }

  /** Those that are meant to run. */
  List<Instance> wanted() {
    return instances.stream().filter(Instance::isWanted).toList();
  }

  int ownDeaths() {
    return instances.stream().mapToInt(Instance::ownDeaths).sum();
  }

  /** The request partitions that an instance has, as the group sees it. */
  Set<Integer> owned(Instance instance) throws InterruptedException {
    Set<Integer> owned = new TreeSet<>();
    for (Map.Entry<String, Set<Integer>> member : cluster.assignment().entrySet()) {
      if (member.getKey().startsWith(instance.name() + "-")) {
        owned.addAll(member.getValue());
      }
    }
    return owned;
  }

  @Override
  public void close() throws IOException {
    supervisor.shutdownNow();
    instances.forEach(Instance::end);
    registryProxy.close();
    cluster.close();
    registry.close();
    smallDisk.close();
  }
}
