package dev.kiln.streams.app;

import dev.kiln.generation.call.NetworkHealth;
import dev.kiln.generation.call.NetworkHealth.State;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.engine.Engine;
import dev.kiln.streams.client.AnswerTopics;
import dev.kiln.streams.metrics.Meters;
import dev.kiln.streams.page.Page;
import dev.kiln.streams.page.Wiring;
import dev.kiln.streams.topology.TopicNames;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.StreamsConfig;

/** What the page gets to know of the application that serves it. */
record PageHost(Engine engine, KilnApp app, Meters meters) implements Page.Host {

  private static final String CLIENT = "kiln-page";

  /** The page's way to the topics: the application's own clients, security included. */
  static Wiring wiring(KilnConfig config) {
    StreamsConfig streams = new StreamsConfig(config.streams());
    TopicNames topics = config.topics();
    return new Wiring(
        new HashMap<>(streams.getGlobalConsumerConfigs(CLIENT)),
        new HashMap<>(streams.getProducerConfigs(CLIENT)),
        topics.requests(),
        new AnswerTopics(topics.samples(), topics.failures(), topics.previews()),
        Formats.schemas(config));
  }

  @Override
  public List<GeneratorCard> generators() {
    return engine.generators();
  }

  @Override
  public Optional<GeneratorCard> card(String hash) {
    return engine.card(hash);
  }

  @Override
  public Meters.Now now() {
    return meters.now();
  }

  @Override
  public String trouble() {
    if (app.hasEnded()) {
      return "the application has ended";
    }
    if (!app.isRunning()) {
      return "waiting for its partitions";
    }
    List<NetworkHealth> down =
        engine.health().stream().filter(network -> network.state() == State.DOWN).toList();
    return down.isEmpty() ? "" : down.get(0).sentence();
  }
}
