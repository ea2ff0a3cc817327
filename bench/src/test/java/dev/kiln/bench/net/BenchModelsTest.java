package dev.kiln.bench.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BenchModelsTest {

  @TempDir private Path models;

  @ParameterizedTest
  @EnumSource(BenchNetwork.class)
  void theEngineServesEveryNetworkOfTheBench(BenchNetwork network) throws Exception {
    BenchModels.write(network, models);

    try (Engine engine = Engine.open(models)) {
      assertThat(engine.problems()).isEmpty();
      Outcome outcome =
          engine
              .submit(GenerationSpec.of(BenchModels.NAME).withSteps(4).withSeed(1))
              .outcome()
              .get(60, TimeUnit.SECONDS);

      assertThat(outcome).isInstanceOf(Outcome.Generated.class);
      float[] values = ((Outcome.Generated) outcome).samples().get(0).values();
      assertThat(values).hasSize(network.size());
      for (float value : values) {
        assertThat(Math.abs(value)).isLessThan(10f);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(BenchNetwork.class)
  void theWeightsAreTheSameEachTime(BenchNetwork network) {
    byte[] first = network.onnx();

    assertThat(network.onnx()).isEqualTo(first);
  }
}
