package dev.kiln.export.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Operations agree on both back ends in the company of others, too. */
class RandomNetworksTest {
  private static final int NETWORKS = 200;

  @Test
  void twoHundredRandomNetworksComputeTheSameOnBothSides() throws OrtException {
    Set<String> used = new TreeSet<>();
    for (int seed = 0; seed < NETWORKS; seed++) {
      RandomNetwork network = RandomNetwork.draw(seed);

      assertThat(new BackEnds(network, seed).difference())
          .as("network %d: %s", seed, network.steps())
          .isLessThan(1e-4);

      network.steps().forEach(step -> used.add(step.name()));
    }
    assertThat(used).hasSizeGreaterThan(80);
  }
}
