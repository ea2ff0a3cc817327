package dev.kiln.generation.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A clean value is noised to the level of each row of a plan, and a network that knows both answers
 * in its own parametrisation, all written out by hand: then the estimate is the clean value.
 */
class EstimateTest {

  private static final double CLEAN = 0.3;
  private static final double NOISE = -1.7;
  private static final double DATA = 0.5;

  /** x = alpha clean + sigma noise with alpha^2 + sigma^2 = 1. */
  @ParameterizedTest
  @CsvSource({
    "ddim, epsilon",
    "ddim, sample",
    "ddim, v_prediction",
    "ddpm, epsilon",
    "ddpm, sample",
    "ddpm, v_prediction",
    "dpmpp-2m, epsilon",
    "dpmpp-2m, sample",
    "dpmpp-2m, v_prediction",
    "dpmpp-3m, v_prediction",
    "dpmpp-2m-sde, epsilon",
    "dpmpp-2s, epsilon",
    "dpmpp-2s, sample",
    "unipc, epsilon",
    "unipc, sample",
    "unipc, v_prediction",
    "deis, epsilon",
    "deis, sample",
    "deis, v_prediction",
    "plms, epsilon",
    "plms, v_prediction",
    "lcm, epsilon",
    "tcd, epsilon",
    "tcd, v_prediction",
    "sde-vp, epsilon",
    "ode-vp, epsilon"
  })
  void preservedVariance(String sampler, String prediction) {
    for (PlanRow row : plan(sampler, "DDIMScheduler", prediction, Map.of()).rows()) {
      double alpha = 1 / Math.hypot(1, row.sigma());
      double sigma = row.sigma() * alpha;
      double x = alpha * CLEAN + sigma * NOISE;
      assertClean(sampler, row, x, answer(prediction, alpha, sigma));
    }
  }

  /** x = clean + sigma noise; the network is the same and sees the same ratio. */
  @ParameterizedTest
  @CsvSource({
    "euler, epsilon",
    "euler, sample",
    "euler, v_prediction",
    "euler-ancestral, epsilon",
    "euler-ancestral, v_prediction",
    "heun, epsilon",
    "heun, v_prediction",
    "dpm2, epsilon",
    "dpm2, v_prediction",
    "dpm2-ancestral, epsilon",
    "lms, epsilon",
    "lms, v_prediction"
  })
  void explodingVariance(String sampler, String prediction) {
    for (PlanRow row : plan(sampler, "EulerDiscreteScheduler", prediction, Map.of()).rows()) {
      double alpha = 1 / Math.hypot(1, row.sigma());
      double m = answer(prediction, alpha, row.sigma() * alpha);
      assertClean(sampler, row, CLEAN + row.sigma() * NOISE, m);
    }
  }

  /** x = (1 - s) clean + s noise, and the network gives the velocity noise - clean. */
  @ParameterizedTest
  @CsvSource({"flow-euler", "flow-heun", "flow-midpoint", "flow-rk4", "dpmpp-2m", "unipc"})
  void flow(String sampler) {
    SchedulerConfig config =
        SchedulerConfig.parse(Map.of("_class_name", "FlowMatchEulerDiscreteScheduler"));
    for (PlanRow row : Samplers.plan(sampler, config, 6).rows()) {
      double s = Double.isInfinite(row.sigma()) ? 1 : row.sigma() / (1 + row.sigma());
      assertClean(sampler, row, (1 - s) * CLEAN + s * NOISE, NOISE - CLEAN);
    }
  }

  /** D = c_skip x + c_out m, table 1 of Karras et al. 2022. */
  @ParameterizedTest
  @CsvSource({"edm-euler", "edm-dpmpp-2m", "ode-ve", "sde-ve"})
  void edm(String sampler) {
    SamplingPlan plan =
        plan(sampler, "EDMEulerScheduler", "epsilon", Map.of("sigma_min", 0.02, "sigma_max", 20.0));
    for (PlanRow row : plan.rows()) {
      double sigma = row.sigma();
      double x = CLEAN + sigma * NOISE;
      double skip = DATA * DATA / (sigma * sigma + DATA * DATA);
      double out = sigma * DATA / Math.sqrt(sigma * sigma + DATA * DATA);
      assertClean(sampler, row, x, (CLEAN - skip * x) / out);
    }
  }

  /** The boundary condition of Song et al. 2023, equation 5, with the smallest sigma in it. */
  @Test
  void consistency() {
    double least = 0.002;
    for (PlanRow row :
        plan("consistency", "CMStochasticIterativeScheduler", "epsilon", Map.of()).rows()) {
      double sigma = row.sigma();
      double x = CLEAN + sigma * NOISE;
      double skip = DATA * DATA / (Math.pow(sigma - least, 2) + DATA * DATA);
      double out = (sigma - least) * DATA / Math.sqrt(sigma * sigma + DATA * DATA);
      assertClean("consistency", row, x, (CLEAN - skip * x) / out);
    }
  }

  @Test
  void ipndmFromNoiseAlone() {
    for (PlanRow row : plan("ipndm", "IPNDMScheduler", "v_prediction", Map.of()).rows()) {
      boolean noiseAlone = Double.isInfinite(row.sigma());
      double alpha = noiseAlone ? 0 : 1 / Math.hypot(1, row.sigma());
      double sigma = noiseAlone ? 1 : row.sigma() * alpha;
      assertClean(
          "ipndm", row, alpha * CLEAN + sigma * NOISE, answer("v_prediction", alpha, sigma));
    }
  }

  @Test
  void limitsWhatTheRowLimitsAndMergesGuidance() {
    PlanRow row = new PlanRow(0, 1, 0, 1, 1.0, Coefficients.M, Coefficients.M, null, 0, 1, 0);
    float[] made = Estimate.of(row, new float[3], new float[] {0.4f, 0.5f, 9}, new float[3], 1.5);
    assertThat(made).containsExactly(new float[] {0.6f, 0.75f, 1}, within(1e-6f));
  }

  private static SamplingPlan plan(
      String sampler, String scheduler, String prediction, Map<String, Object> more) {
    Map<String, Object> fields = new HashMap<>(more);
    fields.put("_class_name", scheduler);
    if (!scheduler.startsWith("CM") && !scheduler.startsWith("IPNDM")) {
      fields.put("prediction_type", prediction);
    }
    Map<String, Object> settings =
        sampler.equals("ddim") || sampler.equals("ddpm") || sampler.equals("lcm")
            ? Map.of("clip_sample", false)
            : Map.of();
    return Samplers.plan(sampler, SchedulerConfig.parse(fields), 6, 1, settings);
  }

  private static double answer(String prediction, double alpha, double sigma) {
    return switch (prediction) {
      case "epsilon" -> NOISE;
      case "sample" -> CLEAN;
      case "v_prediction" -> alpha * NOISE - sigma * CLEAN;
      default -> throw new IllegalArgumentException(prediction);
    };
  }

  private static void assertClean(String sampler, PlanRow row, double x, double m) {
    float[] answer = {(float) m};
    assertThat(Estimate.of(row, new float[] {(float) x}, answer, answer, 1)[0])
        .as("%s at noise to signal %s", sampler, row.sigma())
        .isCloseTo((float) CLEAN, within(1e-4f));
  }
}
