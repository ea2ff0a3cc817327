package dev.kiln.generation.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FamiliesTest {

  @ParameterizedTest
  @ValueSource(strings = {"heun", "dpm2", "dpm2-ancestral"})
  void aStepOfTwoCallsDoesNotLeapFromTheEndOfACosineSchedule(String sampler) {
    SchedulerConfig cosine =
        SchedulerConfig.parse(
            Map.of(
                "_class_name", "DDIMScheduler",
                "beta_schedule", "squaredcos_cap_v2",
                "prediction_type", "v_prediction"));
    assertThat(Samplers.plan(sampler, cosine, 10).rows().get(0).sigma()).isLessThan(100);
    assertThat(
            Samplers.plan(sampler, cosine, 10, 1, Map.of("timestep_spacing", "linspace"))
                .rows()
                .get(0)
                .sigma())
        .as("whoever asks for it gets it")
        .isGreaterThan(1000);
  }

  @Test
  void usualSchedulesKeepTheirSpacing() {
    SchedulerConfig linear = SchedulerConfig.parse(Map.of("_class_name", "DDIMScheduler"));
    assertThat(Samplers.plan("heun", linear, 10).rows().get(0).t()).isEqualTo(999);
  }

  @Test
  void aConfigurationOfItsOwnIsTakenAsItIs() {
    SchedulerConfig heun =
        SchedulerConfig.parse(
            Map.of("_class_name", "HeunDiscreteScheduler", "beta_schedule", "squaredcos_cap_v2"));
    assertThat(Samplers.plan(heun, 10).rows().get(0).t()).isEqualTo(999);
  }

  /** Beta linear in continuous time is betas linear in discrete time. */
  @ParameterizedTest
  @ValueSource(strings = {"ddim", "dpmpp-2m", "unipc", "heun", "euler-ancestral"})
  void aVariancePreservingSdeIsServedByTheSamplersOfDiffusion(String sampler) {
    SchedulerConfig continuous =
        SchedulerConfig.parse(
            Map.of(
                "_class_name",
                "ScoreSdeVpScheduler",
                "num_train_timesteps",
                1000,
                "beta_min",
                0.1,
                "beta_max",
                20.0));
    SchedulerConfig discrete =
        SchedulerConfig.parse(
            Map.of("_class_name", "DDPMScheduler", "beta_start", 0.0001, "beta_end", 0.02));

    assertThat(Samplers.plan(sampler, continuous, 20).rows())
        .isEqualTo(Samplers.plan(sampler, discrete, 20).rows());
  }

  @Test
  void anEdmNetworkToldByTheSamplersOfTheVarianceExplodingSdeSeesAndHearsTheSame() {
    SchedulerConfig edm =
        SchedulerConfig.parse(
            Map.of("_class_name", "EDMEulerScheduler", "sigma_min", 0.01, "sigma_max", 50.0));
    PlanRow own = Samplers.plan("euler", edm, 10).rows().get(0);
    PlanRow score = Samplers.plan("sde-ve", edm, 10).rows().get(0);

    assertThat(score.t()).isCloseTo(own.t(), within(1e-6));
    assertThat(score.inputScale()).isCloseTo(own.inputScale(), within(1e-6));
    assertThat(score.toDx()).isCloseTo(own.toDx(), within(1e-6));
    assertThat(score.toDm()).isCloseTo(own.toDm(), within(1e-6));
  }

  @Test
  void aNetworkThatGivesTheScoreItselfIsNotPreconditioned() {
    SchedulerConfig score = SchedulerConfig.parse(Map.of("_class_name", "ScoreSdeVeScheduler"));
    PlanRow row = Samplers.plan("sde-ve", score, 10).rows().get(0);

    assertThat(row.inputScale()).isEqualTo(1);
    assertThat(row.t()).isCloseTo(1348, within(0.01));
  }
}
