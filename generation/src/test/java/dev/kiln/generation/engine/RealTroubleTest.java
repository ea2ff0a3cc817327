package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.generation.call.CallLimits;
import dev.kiln.generation.call.NetworkHealth;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.network.TrickyOnnx;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A real graph in the real runtime that fails, divides by zero, never ends or asks for too much.
 */
@Timeout(60)
class RealTroubleTest {

  @TempDir private Path models;

  @ParameterizedTest
  @CsvSource({
    TrickyOnnx.FAILS + ", NETWORK, indices element out of data bounds",
    TrickyOnnx.NOT_A_NUMBER + ", NOT_FINITE, in step 1 of 10 value 0 of the 16 of output v is NaN",
    TrickyOnnx.ENDLESS + ", HUNG, a call was stopped after 1.5 s",
    TrickyOnnx.GREEDY + ", OUT_OF_MEMORY, the network failed"
  })
  void theGuiltyRequestFailsAndItsNeighboursDoNotNotice(
      int guiltyLabel, Trouble trouble, String said) throws Exception {
    TestGenerators.write(
        models, "tiny-ddpm", "denoiser.onnx", TrickyOnnx.denoiser(), TestGenerators.DDPM);
    Duration limit = Duration.ofMillis(1500);
    EngineOptions options =
        EngineOptions.defaults()
            .withLoader(OnnxNetwork.loader(OnnxOptions.cpu(1)))
            .withCallLimits(
                new CallLimits(limit, limit, Duration.ofSeconds(5), 0, Duration.ofSeconds(30)));
    try (Engine engine = Engine.open(models, options)) {
      List<float[]> expected = new ArrayList<>();
      for (Submission submission : submit(engine, 6)) {
        expected.add(sample(submission));
      }

      List<Submission> neighbours = new ArrayList<>(submit(engine, 3));
      Submission guilty =
          engine.submit(GenerationSpec.of("tiny-ddpm").withLabel(guiltyLabel).withSeed(3));
      neighbours.addAll(submit(engine, 6).subList(3, 6));

      assertThat(guilty.outcome().get(30, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> {
                assertThat(failed.trouble()).isEqualTo(trouble);
                assertThat(failed.message())
                    .startsWith("tiny-ddpm/1/denoiser.onnx ")
                    .contains(said)
                    .doesNotContain("\n");
              });
      for (int i = 0; i < neighbours.size(); i++) {
        assertThat(sample(neighbours.get(i))).containsExactly(expected.get(i), within(1e-5f));
      }
      assertThat(engine.health())
          .singleElement()
          .extracting(NetworkHealth::state)
          .isNotEqualTo(NetworkHealth.State.DOWN);
    }
  }

  private static List<Submission> submit(Engine engine, int count) {
    List<Submission> submissions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      submissions.add(engine.submit(GenerationSpec.of("tiny-ddpm").withLabel(i % 6).withSeed(i)));
    }
    return submissions;
  }

  private static float[] sample(Submission submission) throws Exception {
    Outcome outcome = submission.outcome().get(30, TimeUnit.SECONDS);
    assertThat(outcome).isInstanceOf(Outcome.Generated.class);
    return ((Outcome.Generated) outcome).samples().get(0).values();
  }
}
