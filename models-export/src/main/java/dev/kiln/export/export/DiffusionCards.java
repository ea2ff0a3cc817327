package dev.kiln.export.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.export.nets.Denoiser;
import dev.kiln.generation.card.Defaults;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.Prediction;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.StageSpec;
import dev.kiln.generation.sampler.SchedulerConfig;
import java.util.List;
import java.util.Map;

/**
 * The cards of generators that walk from noise to a sample: what their network predicts, and the
 * scheduler_config from which the engine's samplers learn the noise levels.
 *
 * <p>Each method takes the configuration that the recipe trained with, and adds how to sample.
 */
public final class DiffusionCards {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final int MAX_STEPS = 1000;

  /** Rows follow the columns that are given more closely where the sampler adds noise. */
  private static final Defaults ROWS = new Defaults("euler-ancestral", 50, 1.0);

  private static final int STEPS = 20;
  private static final double GUIDANCE = 3;

  private DiffusionCards() {}

  /**
   * A denoiser over a discrete schedule, sampled by DDIM. Where the network predicts noise,
   * sampling begins a stride below the last timestep: at pure noise its prediction says nothing of
   * the clean sample.
   */
  public static GeneratorCard ddpm(
      CardSubject subject, Denoiser network, Prediction prediction, SchedulerConfig trained) {
    StageSpec stage = ddim(network, prediction, trained);
    return subject.card(
        "diffusion",
        subject.samples() + " by denoising diffusion; 10 to 50 steps are enough.",
        stage,
        subject.sample().kind() == SampleKind.ROW ? ROWS : defaults(stage, "ddim"),
        MAX_STEPS);
  }

  /** The stage of a denoiser over a discrete schedule. */
  static StageSpec ddim(Denoiser network, Prediction prediction, SchedulerConfig trained) {
    ObjectNode scheduler =
        scheduler("DDIMScheduler", trained)
            .put("clip_sample", false) // clipping a guided estimate costs a tenth of the classes
            .put("set_alpha_to_one", true)
            .put("timestep_spacing", prediction == Prediction.EPSILON ? "leading" : "trailing");
    return DenoiserStage.guided(network, prediction, scheduler);
  }

  /** The score of a variance preserving SDE; its fast samplers are those of its discrete twin. */
  public static GeneratorCard variancePreserving(
      CardSubject subject, Denoiser network, SchedulerConfig trained) {
    StageSpec stage =
        DenoiserStage.guided(
            network, Prediction.EPSILON, scheduler("ScoreSdeVpScheduler", trained));
    return subject.card(
        "score-sde",
        subject.samples()
            + " by the score of a variance preserving SDE; 15 to 50 steps are enough, sde-vp and ode-vp take hundreds.",
        stage,
        defaults(stage, "dpmpp-2m"),
        MAX_STEPS);
  }

  /** The score of a variance exploding SDE, preconditioned as the EDM samplers have it. */
  public static GeneratorCard varianceExploding(
      CardSubject subject, Denoiser network, SchedulerConfig trained) {
    StageSpec stage =
        DenoiserStage.guided(network, Prediction.EPSILON, scheduler("EDMEulerScheduler", trained));
    return subject.card(
        "score-sde",
        subject.samples()
            + " by the score of a variance exploding SDE; 15 to 50 steps are enough, sde-ve and ode-ve take hundreds.",
        stage,
        defaults(stage, "edm-dpmpp-2m"),
        MAX_STEPS);
  }

  /** A flow along straight paths, sampled by Euler steps. */
  public static GeneratorCard flow(CardSubject subject, Denoiser network, SchedulerConfig trained) {
    StageSpec stage =
        DenoiserStage.guided(
            network, Prediction.FLOW, scheduler("FlowMatchEulerDiscreteScheduler", trained));
    return subject.card(
        "flow",
        subject.samples() + " by flow matching; 10 to 30 steps are enough.",
        stage,
        defaults(stage, "flow-euler"),
        MAX_STEPS);
  }

  private static Defaults defaults(StageSpec stage, String sampler) {
    return new Defaults(sampler, STEPS, stage.guidance() == null ? 1.0 : GUIDANCE);
  }

  /** What the recipe trained with, under the name of a scheduler's class. */
  static ObjectNode scheduler(String className, SchedulerConfig trained) {
    return JSON.valueToTree(trained.with(Map.of("_class_name", className)).fields());
  }

  /** Only the fields that say how the noise grows and what the network predicts. */
  static ObjectNode discrete(String className, SchedulerConfig trained) {
    return scheduler(className, trained)
        .retain(
            List.of(
                "_class_name",
                "num_train_timesteps",
                "beta_schedule",
                "beta_start",
                "beta_end",
                "trained_betas",
                "rescale_betas_zero_snr",
                "prediction_type"));
  }
}
