package dev.kiln.generation.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.kiln.generation.noise.GaussianNoise;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernel in float does what the plan says in double, whatever terms a row has. */
class PlanKernelTest {
  /** Not a multiple of the block, so that the last block is short. */
  private static final int LENGTH = 3 * PlanKernel.BLOCK + 37;

  static Stream<SamplingPlan> plans() {
    SchedulerConfig clipped =
        SchedulerConfig.parse(Map.of("_class_name", "DDIMScheduler", "eta", 0.5));
    SchedulerConfig flow =
        SchedulerConfig.parse(Map.of("_class_name", "FlowMatchEulerDiscreteScheduler"));
    SchedulerConfig latent =
        SchedulerConfig.parse(
            Map.of(
                "_class_name",
                "HeunDiscreteScheduler",
                "clip_sample",
                true,
                "prediction_type",
                "v_prediction"));
    return Stream.of(
        Samplers.direct(),
        Samplers.plan(clipped, 6),
        Samplers.plan(latent, 6),
        Samplers.plan("ddpm", clipped, 6),
        Samplers.plan("euler-ancestral", clipped, 6),
        Samplers.plan("dpm2-ancestral", clipped, 6),
        Samplers.plan("lms", clipped, 6),
        Samplers.plan("plms", clipped, 6),
        Samplers.plan("unipc", clipped, 6),
        Samplers.plan("dpmpp-3m", clipped, 6),
        Samplers.plan("dpmpp-2m-sde", clipped, 6),
        Samplers.plan("dpmpp-2s", clipped, 6),
        Samplers.plan("rk4", flow, 4));
  }

  /**
   * A thousand walks would allocate megabytes if a row allocated anything per value or per call.
   */
  @ParameterizedTest
  @MethodSource("plans")
  void allocatesNothing(SamplingPlan plan) {
    PlanState state = PlanState.of(plan, LENGTH);
    float[] m = noise(1, 1);
    float[] z = noise(2, 1);
    walk(plan, state, m, z, 50);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = threads.getCurrentThreadAllocatedBytes();
    walk(plan, state, m, z, 1000);

    // Room for what the measurement itself takes, once.
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  private static void walk(SamplingPlan plan, PlanState state, float[] m, float[] z, int times) {
    for (int n = 0; n < times; n++) {
      for (int row = 0; row < plan.calls(); row++) {
        PlanKernel.advance(plan.rows().get(row), state, m, 0, z);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("plans")
  void agreesWithThePlanInDoublePrecision(SamplingPlan plan) {
    float[] start = noise(0, plan.initNoiseSigma());
    double[] exact = new double[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      exact[i] = start[i];
    }
    int[] draw = {0};
    List<double[]> expected =
        PlanEvaluator.walk(plan, exact, PlanKernelTest::model, () -> doubles(noise(++draw[0], 1)));

    PlanState state = PlanState.of(plan, LENGTH);
    System.arraycopy(start, 0, state.x(), 0, LENGTH);
    float[] buffer = new float[LENGTH + 5];
    int drawn = 0;
    for (int row = 0; row < plan.calls(); row++) {
      PlanRow step = plan.rows().get(row);
      PlanKernel.input(step, state, buffer, 3);
      for (int i = 3; i < 3 + LENGTH; i++) {
        buffer[i] = (float) model(buffer[i], step.t());
      }
      PlanKernel.advance(step, state, buffer, 3, step.usesNoise() ? noise(++drawn, 1) : null);
      assertThat(distance(state.x(), expected.get(row)))
          .as("%s after call %d", plan.sampler(), row)
          .isLessThan(2e-4);
    }
  }

  @Test
  void mergesGuidanceInTheSamePass() {
    PlanRow row = new PlanRow(0, 1, 0, 1, null, Coefficients.M, Coefficients.M, null, 0, 1, 0);
    PlanState state = PlanState.of(Samplers.direct(), LENGTH);
    float[] conditional = noise(1, 1);
    float[] unconditional = noise(2, 1);
    PlanKernel.advance(row, state, conditional, 0, unconditional, 0, 2.5, null);
    for (int i = 0; i < LENGTH; i++) {
      float expected = unconditional[i] + 2.5f * (conditional[i] - unconditional[i]);
      assertThat(state.x()[i]).isCloseTo(expected, within(1e-5f));
    }
  }

  @Test
  void guidanceOneIsUnguidedToTheBit() {
    SamplingPlan plan =
        Samplers.plan(SchedulerConfig.parse(Map.of("_class_name", "DDIMScheduler")), 3);
    PlanState guided = PlanState.of(plan, LENGTH);
    PlanState plain = PlanState.of(plan, LENGTH);
    float[] m = noise(1, 1);
    PlanKernel.advance(plan.rows().get(0), guided, m, 0, noise(2, 1), 0, 1, null);
    PlanKernel.advance(plan.rows().get(0), plain, m, 0, null);
    assertThat(guided.x()).containsExactly(plain.x());
  }

  static Stream<SamplingPlan> plansThatClip() {
    SchedulerConfig ddim = SchedulerConfig.parse(Map.of("_class_name", "DDIMScheduler"));
    return Stream.of(
        Samplers.plan(ddim, 6),
        Samplers.plan(ddim.with(Map.of("eta", 0.5, "clip_sample_range", 0.3)), 6),
        Samplers.plan(ddim.with(Map.of("prediction_type", "v_prediction")), 6),
        Samplers.plan("ddpm", ddim, 6),
        Samplers.plan(
            SchedulerConfig.parse(Map.of("_class_name", "LCMScheduler", "clip_sample", true)), 4));
  }

  /** A state with room for a history is advanced in several loops, one without in a single one. */
  @ParameterizedTest
  @MethodSource("plansThatClip")
  void aClippedRowIsTheSameInOneLoopAndInSeveral(SamplingPlan plan) {
    SamplingPlan keeping =
        Samplers.plan("dpmpp-2m", SchedulerConfig.parse(Map.of("_class_name", "DDIMScheduler")), 6);
    float[] m = noise(1, 2);
    float[] mu = noise(4, 2);
    float[] z = noise(2, 1);
    m[0] = 0;
    m[1] = -0f;
    m[2] = 1e30f;
    m[3] = -1e30f;
    m[4] = Float.MIN_VALUE;
    for (PlanRow row : plan.rows()) {
      assertThat(ClippedRow.fits(row)).isTrue();
      for (double guidance : new double[] {1, 2.5}) {
        PlanState single = PlanState.of(plan, LENGTH);
        PlanState several = PlanState.of(keeping, LENGTH);
        System.arraycopy(noise(3, 2), 0, single.x(), 0, LENGTH);
        System.arraycopy(noise(3, 2), 0, several.x(), 0, LENGTH);
        PlanKernel.advance(row, single, m, 0, mu, 0, guidance, z);
        PlanKernel.advance(row, several, m, 0, mu, 0, guidance, z);
        for (int i = 0; i < LENGTH; i++) {
          assertThat(single.x()[i]).as("%s, value %d", plan.sampler(), i).isEqualTo(several.x()[i]);
        }
      }
    }
  }

  @Test
  void refusesToAdvanceWithoutTheNoiseItNeeds() {
    SamplingPlan plan =
        Samplers.plan(SchedulerConfig.parse(Map.of("_class_name", "DDPMScheduler")), 3);
    PlanState state = PlanState.of(plan, 8);
    assertThatThrownBy(() -> PlanKernel.advance(plan.rows().get(0), state, new float[8], 0, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8 values of noise");
  }

  @Test
  void keepsOnlyTheStateThatThePlanReads() {
    SchedulerConfig config = SchedulerConfig.parse(Map.of("_class_name", "DDIMScheduler"));
    assertThat(PlanState.of(Samplers.plan(config, 5), 4).depth()).isZero();
    assertThat(PlanState.of(Samplers.plan(config, 5), 4).y()).isNull();
    assertThat(PlanState.of(Samplers.plan("dpmpp-2m", config, 5), 4).depth()).isEqualTo(2);
    assertThat(PlanState.of(Samplers.plan("heun", config, 5), 4).y()).isNotNull();
  }

  private static double model(double x, double t) {
    return 0.3 * x * Math.cos(t / 200) + 0.1 * Math.sin(x + t / 100) + 0.05;
  }

  private static float[] noise(int draw, double scale) {
    float[] z = new float[LENGTH];
    GaussianNoise.fill(5, 0, draw, z, 0, LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      z[i] *= (float) scale;
    }
    return z;
  }

  private static double[] doubles(float[] values) {
    double[] copy = new double[values.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = values[i];
    }
    return copy;
  }

  private static double distance(float[] a, double[] b) {
    double difference = 0;
    double scale = 0;
    for (int i = 0; i < b.length; i++) {
      difference = Math.max(difference, Math.abs(a[i] - b[i]));
      scale = Math.max(scale, Math.abs(b[i]));
    }
    return difference / scale;
  }
}
