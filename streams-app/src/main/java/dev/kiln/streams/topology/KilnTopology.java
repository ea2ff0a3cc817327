package dev.kiln.streams.topology;

import java.util.Objects;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;

/** How the parts are wired: requests, the processor with its store, samples and failures. */
public final class KilnTopology {

  private KilnTopology() {}

  public static Topology build(TopicNames topics, InFlightOptions options, Generation generation) {
    Objects.requireNonNull(options);
    Objects.requireNonNull(generation);
    var topology = new Topology();
    topology.addSource(
        "requests", new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.requests());
    return topology;
  }
}
