package dev.kiln.streams.operations;

import dev.kiln.generation.call.NetworkHealth;
import dev.kiln.generation.call.NetworkHealth.State;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the process should get work, and why not. It should while it has its partitions and at
 * least one network serves: a single generator in trouble fails its own requests with a sentence,
 * which is no reason to take the others' place away.
 *
 * @param ready whether it should get work
 * @param serving whether it has its partitions
 * @param sentences what is not as it should be, also where that is no reason
 */
record Readiness(boolean ready, boolean serving, List<String> sentences) {

  static Readiness of(boolean serving, List<NetworkHealth> networks) {
    List<String> sentences = new ArrayList<>();
    if (!serving) {
      sentences.add("It has not got its partitions, or has lost them.");
    }
    if (networks.isEmpty()) {
      sentences.add("No generator is loaded.");
    }
    networks.stream()
        .filter(network -> network.state() != State.WELL)
        .map(NetworkHealth::sentence)
        .forEach(sentences::add);
    boolean someServe = networks.stream().anyMatch(network -> network.state() != State.DOWN);
    return new Readiness(serving && someServe, serving, List.copyOf(sentences));
  }
}
