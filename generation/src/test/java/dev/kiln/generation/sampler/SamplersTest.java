package dev.kiln.generation.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplersTest {
  private static final SchedulerConfig DDPM =
      SchedulerConfig.parse(
          Map.of("_class_name", "DDPMScheduler", "beta_end", 0.012, "prediction_type", "epsilon"));
  private static final SchedulerConfig FLOW =
      SchedulerConfig.parse(Map.of("_class_name", "FlowMatchEulerDiscreteScheduler", "shift", 3.0));

  @Test
  void everyNameIsUnique() {
    List<String> names = Samplers.all().stream().map(SamplerInfo::name).toList();

    assertThat(names).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ddim", "ddpm", "euler", "euler-ancestral", "heun", "dpm2", "dpm2-ancestral", "lms",
        "dpmpp-1m", "dpmpp-2m", "dpmpp-3m", "dpmpp-2m-sde", "dpmpp-2s", "unipc", "deis", "plms",
        "lcm", "tcd", "sde-vp", "ode-vp"
      })
  void drivesTheSameDiscreteNetwork(String name) {
    for (int steps : new int[] {1, 2, 4, 8, 16, 32}) {
      SamplingPlan plan = Samplers.plan(name, DDPM, steps);
      assertThat(plan.calls()).isBetween(steps, 2 * steps);
      assertThat(plan.rows()).allSatisfy(row -> assertThat(row.t()).isBetween(0.0, 999.0));
    }
  }

  @Test
  void aNameMeansTheSamplerOfTheNetworksFamily() {
    assertThat(Samplers.plan("euler", FLOW, 4).sampler()).isEqualTo("flow-euler");
    assertThat(Samplers.plan("heun", FLOW, 4).sampler()).isEqualTo("flow-heun");
    assertThat(Samplers.plan("rk4", FLOW, 4).calls()).isEqualTo(16);
    assertThat(Samplers.plan("unipc", FLOW, 4).rows().get(0).toDx()).isEqualTo(1);
  }

  @Test
  void aSolverConfiguredForAFlowHandsItsShiftOn() {
    SchedulerConfig wan =
        SchedulerConfig.parse(
            Map.of(
                "_class_name",
                "UniPCMultistepScheduler",
                "use_flow_sigmas",
                true,
                "prediction_type",
                "flow_prediction",
                "flow_shift",
                3.0));

    assertThat(Samplers.plan("flow-euler", wan, 4).rows())
        .isEqualTo(Samplers.plan("euler", FLOW, 4).rows());
  }

  @Test
  void aSamplerOfAnotherFamilyIsRefused() {
    assertThatThrownBy(() -> Samplers.plan("ddim", FLOW, 4))
        .hasMessage(
            "sampler ddim does not fit a network configured for FlowMatchEulerDiscreteScheduler");
  }

  @Test
  void anUnknownNameBringsTheNearest() {
    assertThatThrownBy(() -> Samplers.plan("dpm++2m", DDPM, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no sampler \"dpm++2m\"; nearest: dpm2, dpmpp-2m, dpmpp-1m");
  }

  @Test
  void stepsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Samplers.plan("euler", DDPM, 0)).hasMessageContaining("was 0");
    assertThatThrownBy(() -> Samplers.plan("euler", DDPM, 1001))
        .hasMessage("steps must be at most num_train_timesteps, 1000, was 1001");
    assertThatThrownBy(() -> Samplers.plan("lcm", DDPM, 51))
        .hasMessage("steps must be at most original_inference_steps, 50, was 51");
    assertThatThrownBy(() -> Samplers.plan("direct", DDPM, 2)).hasMessageContaining("direct");
  }

  @Test
  void strengthDecidesWhereTheWalkBegins() {
    for (SamplerInfo info : Samplers.all()) {
      if (info.diffusersClass().isEmpty() || info.name().equals("plms")) {
        continue;
      }
      SchedulerConfig own = SchedulerConfig.parse(Map.of("_class_name", info.diffusersClass()));
      SamplingPlan whole = Samplers.plan(own, 10);
      SamplingPlan half = Samplers.plan(own, 10, 0.5);
      SamplingPlan none = Samplers.plan(own, 10, 0);

      assertThat(half.calls()).as(info.name()).isBetween(5, 9);
      assertThat(half.startNoise()).isBetween(0.0, whole.startNoise());
      assertThat(half.rows().get(half.calls() - 1).t())
          .isEqualTo(whole.rows().get(whole.calls() - 1).t());
      assertThat(none.calls()).isZero();
      assertThat(none.startSample()).isEqualTo(1);
      assertThat(none.startNoise()).isZero();
    }
  }

  @Test
  void aMultistepWalkThatBeginsLateReadsNoHistoryItDoesNotHave() {
    for (String name : List.of("dpmpp-3m", "unipc", "deis", "lms", "plms", "dpmpp-2s")) {
      SamplingPlan plan = Samplers.plan(name, DDPM, 20, 0.4);
      for (int call = 0; call < 3; call++) {
        assertThat(plan.rows().get(call).historyDepth()).as(name).isLessThanOrEqualTo(call + 1);
      }
    }
  }

  @Test
  void theKnownRegionComesOutCleanAtTheEnd() {
    for (String name : List.of("ddim", "euler", "heun", "dpmpp-2m", "deis", "lcm")) {
      SamplingPlan plan = Samplers.plan(name, DDPM, 5);
      PlanRow last = plan.rows().get(plan.calls() - 1);
      PlanRow first = plan.rows().get(0);

      assertThat(last.knownSample()).isEqualTo(1);
      assertThat(last.knownNoise()).isZero();
      assertThat(first.knownNoise()).isPositive();
    }
  }

  @Test
  void settingsReachASamplerOfAnotherClass() {
    SamplingPlan plain = Samplers.plan("euler", DDPM, 5);
    SamplingPlan karras = Samplers.plan("euler", DDPM, 5, 1, Map.of("use_karras_sigmas", true));

    assertThat(karras.rows().get(2).sigma()).isLessThan(plain.rows().get(2).sigma());
    assertThat(karras.rows().get(0).sigma()).isCloseTo(plain.rows().get(0).sigma(), within(1e-4));
  }

  @Test
  void fillsInWhatAClassTakesForGranted() {
    SchedulerConfig filled =
        Samplers.filled(
            SchedulerConfig.parse(
                Map.of("_class_name", "DDIMScheduler", "prediction_type", "v_prediction")));

    assertThat(filled.number("beta_end")).isEqualTo(0.02);
    assertThat(filled.text("beta_schedule")).isEqualTo("linear");
    assertThat(filled.text("prediction_type")).isEqualTo("v_prediction");
    assertThat(filled.has("trained_betas")).isFalse();
  }
}
