package dev.kiln.generation.sampler;

import static org.assertj.core.api.Assertions.assertThat;

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
}
