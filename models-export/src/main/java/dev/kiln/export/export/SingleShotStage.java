package dev.kiln.export.export;

import dev.kiln.export.nets.Network;
import dev.kiln.export.nets.Port;
import dev.kiln.generation.card.LatentSpec;
import dev.kiln.generation.card.Prediction;
import dev.kiln.generation.card.StageKind;
import dev.kiln.generation.card.StageSpec;
import dev.kiln.generation.tensor.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stage that calls a network once: its first input is the state, the others are conditions. */
final class SingleShotStage {
  private SingleShotStage() {}

  /** From Gaussian noise of the shape of the network's first input. */
  static StageSpec fromNoise(String file, Network network) {
    int[] shape =
        Arrays.stream(network.inputs().get(0).shape()).mapToInt(Math::toIntExact).toArray();
    return stage(file, network, StageSpec.LATENT, new LatentSpec(Shape.of(shape)));
  }

  /** From what the stage before gives; as the first stage, from the request's picture. */
  static StageSpec fromState(String file, Network network) {
    return stage(file, network, StageSpec.SAMPLE, null);
  }

  private static StageSpec stage(
      String file, Network network, String role, @Nullable LatentSpec latent) {
    Map<String, String> inputs = new HashMap<>();
    List<Port> ports = network.inputs();
    inputs.put(role, ports.get(0).name());
    ports.stream().skip(1).forEach(port -> inputs.put(port.name(), port.name()));
    return new StageSpec(
        StageKind.SINGLE_SHOT,
        file,
        inputs,
        network.output().name(),
        Prediction.DIRECT,
        null,
        null,
        latent);
  }
}
