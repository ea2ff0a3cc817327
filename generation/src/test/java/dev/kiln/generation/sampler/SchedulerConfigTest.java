package dev.kiln.generation.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulerConfigTest {
  @Test
  void readsAFileAsDiffusersWritesIt() {
    SchedulerConfig config =
        SchedulerConfig.parse(
            """
            {"_class_name": "DPMSolverMultistepScheduler", "_diffusers_version": "0.30.0",
             "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear",
             "lambda_min_clipped": -Infinity, "trained_betas": null, "variance_type": null}
            """);

    assertThat(config.className()).isEqualTo("DPMSolverMultistepScheduler");
    assertThat(Samplers.warnings(config)).isEmpty();
    assertThat(Samplers.plan(config, 5).calls()).isEqualTo(5);
  }

  @Test
  void notesWhatItsClassDoesNotKnow() {
    SchedulerConfig config =
        SchedulerConfig.parse("{\"_class_name\": \"DDIMScheduler\", \"skip_prk_steps\": true}");

    assertThat(Samplers.warnings(config))
        .containsExactly("\"skip_prk_steps\" is not a field of DDIMScheduler, ignored");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DDIMScheduler             | thresholding    | true             | dynamic thresholding
          DDPMScheduler             | variance_type   | learned_range    | variance_type learned_range
          PNDMScheduler             | skip_prk_steps  | false            | "skip_prk_steps": false cannot
          DPMSolverMultistepScheduler | variance_type | learned          | "variance_type": learned cannot
          DPMSolverMultistepScheduler | algorithm_type | dpmsolver       | final_sigmas_type zero
          UniPCMultistepScheduler   | solver_order    | 4                | solver_order of unipc must be 1 to 3
          EulerDiscreteScheduler    | beta_schedule   | wavy             | beta_schedule must be one of
          EulerDiscreteScheduler    | timestep_spacing | even            | "timestep_spacing" must be one of
          EulerDiscreteScheduler    | beta_start      | small            | "beta_start" must be a number
          DDIMScheduler             | clip_sample     | 1                | "clip_sample" must be true or false
          DDIMScheduler             | rescale_betas_zero_snr | true      | divides by zero
          FlowMatchEulerDiscreteScheduler | use_dynamic_shifting | true  | needs "mu"
          """)
  void whatCannotBeHonouredIsNamed(String type, String field, String text, String sentence) {
    Object value =
        switch (text) {
          case "true" -> true;
          case "false" -> false;
          case "1", "4" -> Integer.valueOf(text);
          default -> text;
        };
    SchedulerConfig config =
        SchedulerConfig.parse(Map.of("_class_name", type, field, value))
            .with(
                Map.of(
                    "timestep_spacing", field.equals("timestep_spacing") ? text : trailing(field)));

    assertThatThrownBy(() -> Samplers.plan(config, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }

  /** A network that predicts the noise cannot start from pure noise, which trailing steps do. */
  private static String trailing(String field) {
    return field.equals("rescale_betas_zero_snr") ? "trailing" : "leading";
  }

  @Test
  void onlyOneSpreadOfNoiseLevelsAtATime() {
    SchedulerConfig config =
        SchedulerConfig.parse(
            Map.of(
                "_class_name",
                "EulerDiscreteScheduler",
                "use_karras_sigmas",
                true,
                "use_beta_sigmas",
                true));

    assertThatThrownBy(() -> Samplers.plan(config, 5)).hasMessageContaining("only one of");
  }

  @Test
  void whatIsNotAConfigurationIsSaidSo() {
    assertThatThrownBy(() -> SchedulerConfig.parse("[1]")).hasMessageContaining("JSON object");
    assertThatThrownBy(() -> SchedulerConfig.parse("{")).hasMessageContaining("is not JSON");
    assertThatThrownBy(() -> SchedulerConfig.parse("{}").className())
        .hasMessageContaining("_class_name");
  }
}
