package dev.kiln.generation.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Samplers that add noise reach the mean and the variance of the data, over 20,000 samples. */
class StochasticSamplerTest {
  private static final int SAMPLES = 20_000;
  private static final GaussianNetwork NETWORK = new GaussianNetwork(0.4, 0.5);
  private static final Map<String, Object> BASE =
      Map.of("_class_name", "DDIMScheduler", "clip_sample", false);

  private static final Map<String, Object> EDM = Map.of("_class_name", "EDMEulerScheduler");

  static Stream<Arguments> samplers() {
    return Stream.of(
        Arguments.of("ddpm", Map.of("clip_sample", false), 250),
        Arguments.of("ddpm", Map.of("clip_sample", false, "variance_type", "fixed_large"), 150),
        Arguments.of("ddim", Map.of("clip_sample", false, "eta", 1.0), 250),
        Arguments.of("euler-ancestral", Map.of(), 250),
        Arguments.of("euler", Map.of("use_karras_sigmas", true, "s_churn", 20.0), 200),
        Arguments.of("dpm2-ancestral", Map.of(), 60),
        Arguments.of("dpmpp-2m-sde", Map.of("use_karras_sigmas", true), 60),
        Arguments.of("dpmpp-2m-sde", Map.of("use_karras_sigmas", true, "solver_type", "heun"), 60),
        Arguments.of(
            "dpmpp-2m",
            Map.of("algorithm_type", "sde-dpmsolver", "final_sigmas_type", "sigma_min"),
            60),
        Arguments.of("sde-vp", Map.of(), 300),
        Arguments.of("sde-ve", Map.of(), 300));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("samplers")
  void reachesTheMomentsOfTheData(String name, Map<String, Object> settings, int steps) {
    boolean edm = name.equals("sde-ve");
    SchedulerConfig base = SchedulerConfig.parse(edm ? EDM : BASE);
    SamplingPlan plan = Samplers.plan(name, base, steps, 1, settings);
    RandomGenerator random = new SplittableRandom(11);
    double[] start = normals(random);
    for (int i = 0; i < SAMPLES; i++) {
      start[i] *= plan.initNoiseSigma();
    }
    double[] end =
        PlanEvaluator.walkRows(
                plan,
                start,
                edm ? StochasticSamplerTest::preconditioned : StochasticSamplerTest::predict,
                () -> normals(random))
            .get(plan.calls() - 1);

    double mean = 0;
    for (double x : end) {
      mean += x / SAMPLES;
    }
    double variance = 0;
    for (double x : end) {
      variance += (x - mean) * (x - mean) / SAMPLES;
    }
    assertThat(mean).isCloseTo(NETWORK.mean(), within(0.025));
    assertThat(Math.sqrt(variance)).isCloseTo(NETWORK.deviation(), within(0.025));
  }

  private static double predict(double input, PlanRow row) {
    Level level =
        row.inputScale() == 1 ? Level.preserving(row.sigma()) : Level.exploding(row.sigma());
    return NETWORK.predict("epsilon", input, row, level);
  }

  /** Whatever makes the clean sample in its answer the exact one. */
  private static double preconditioned(double input, PlanRow row) {
    double x = input / row.inputScale();
    return (NETWORK.clean(x, Level.exploding(row.sigma())) - row.toDx() * x) / row.toDm();
  }

  private static double[] normals(RandomGenerator random) {
    double[] z = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      z[i] = random.nextGaussian();
    }
    return z;
  }
}
