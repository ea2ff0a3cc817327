package dev.kiln.bench.rig;

import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import dev.kiln.schemas.registry.embedded.EmbeddedRegistry;
import dev.kiln.streams.broker.LocalBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A broker in a process of its own, and a registry. Close once; nothing stays behind. */
public final class Cluster implements AutoCloseable {

  private final LocalBroker broker;
  private final EmbeddedRegistry registry;
  private final ProcessHandle process;

  private Cluster(LocalBroker broker, EmbeddedRegistry registry, ProcessHandle process) {
    this.broker = broker;
    this.registry = registry;
    this.process = process;
  }

  /** Starts both. */
  public static Cluster start() {
    List<ProcessHandle> before = ProcessHandle.current().children().toList();
    LocalBroker broker = LocalBroker.toMeasure();
    try {
      Optional<ProcessHandle> child =
          ProcessHandle.current().children().filter(one -> !before.contains(one)).findFirst();
      return new Cluster(broker, EmbeddedRegistry.start(0), child.orElse(ProcessHandle.current()));
    } catch (IOException e) {
      broker.close();
      throw new UncheckedIOException("the schema registry did not start", e);
    }
  }

  /** The properties of any client. */
  public Map<String, Object> client() {
    return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
  }

  public URI registryUrl() {
    return registry.url();
  }

  /** A directory that is deleted with the broker's own. */
  public Path scratch() {
    return broker.directory();
  }

  /** How much processor time the broker has used. */
  public Duration brokerCpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Makes topics with so many partitions each. */
  public void createTopics(int partitions, String... names) {
    try (Admin admin = Admin.create(client())) {
      admin
          .createTopics(
              List.of(names).stream()
                  .map(name -> new NewTopic(name, partitions, (short) 1))
                  .toList())
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the topics cannot be made: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while topics were made", e);
    }
  }

  /** The id of the schema of requests to a topic. */
  public int requestSchemaId(String topic) {
    return SchemaRegistryClient.of(registry.url())
        .register(topic + "-value", GenerationRequest.getClassSchema());
  }

  @Override
  public void close() {
    registry.close();
    broker.close();
  }
}
