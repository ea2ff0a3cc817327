package dev.kiln.export.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.export.nets.Denoiser;
import dev.kiln.generation.card.Defaults;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.Prediction;
import dev.kiln.generation.card.StageSpec;

/**
 * The cards of generators that walk from noise to a sample: what their network predicts, and the
 * scheduler_config from which the engine's samplers learn the noise levels.
 */
public final class DiffusionCards {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_STEPS = 1000;
  private static final double GUIDANCE = 3;

  private DiffusionCards() {}

  /** A denoiser with v-prediction and classifier-free guidance, sampled by DDIM. */
  public static GeneratorCard ddpm(CardSubject subject, Denoiser network) {
    ObjectNode scheduler =
        velocity("DDIMScheduler")
            .put("clip_sample", false) // clipping a guided estimate costs a tenth of the classes
            .put("set_alpha_to_one", true)
            .put("timestep_spacing", "trailing");
    StageSpec stage = DenoiserStage.guided(network, Prediction.V, scheduler);
    return subject.card(
        "diffusion",
        subject.samples() + " by denoising diffusion; 10 to 50 steps are enough.",
        stage,
        defaults(stage, "ddim", 20),
        MAX_STEPS);
  }

  /** A flow along straight paths, sampled by Euler steps. */
  public static GeneratorCard flow(CardSubject subject, Denoiser network, int timeScale) {
    ObjectNode scheduler =
        JSON.createObjectNode()
            .put("_class_name", "FlowMatchEulerDiscreteScheduler")
            .put("num_train_timesteps", timeScale)
            .put("shift", 1.0);
    StageSpec stage = DenoiserStage.guided(network, Prediction.FLOW, scheduler);
    return subject.card(
        "flow",
        subject.samples() + " by flow matching; 10 to 30 steps are enough.",
        stage,
        defaults(stage, "flow-euler", 20),
        MAX_STEPS);
  }

  private static Defaults defaults(StageSpec stage, String sampler, int steps) {
    return new Defaults(sampler, steps, stage.guidance() == null ? 1.0 : GUIDANCE);
  }

  /** v-prediction on the cosine schedule, as a scheduler's class reads it. */
  static ObjectNode velocity(String className) {
    return JSON.createObjectNode()
        .put("_class_name", className)
        .put("num_train_timesteps", 1000)
        .put("beta_schedule", "squaredcos_cap_v2")
        .put("prediction_type", "v_prediction");
  }
}
