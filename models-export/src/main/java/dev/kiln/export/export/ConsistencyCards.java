package dev.kiln.export.export;

import dev.kiln.export.nets.Denoiser;
import dev.kiln.generation.card.Defaults;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.Prediction;
import dev.kiln.generation.sampler.SchedulerConfig;

/** The cards of generators that need one step, or a few. */
public final class ConsistencyCards {
  /** How finely the consistency sampler can choose its noise levels. */
  private static final int LEVELS = 40;

  private ConsistencyCards() {}

  /**
   * The student of a guided denoiser.
   *
   * @param teacher the teacher's scheduler_config
   * @param grid how many timesteps it was distilled on
   */
  public static GeneratorCard distilled(
      CardSubject subject,
      Denoiser network,
      Prediction prediction,
      SchedulerConfig teacher,
      int grid) {
    return subject.card(
        "consistency",
        subject.samples()
            + " in one step, or better in 2 to 4, by a consistency model distilled from a guided denoiser.",
        DenoiserStage.unguided(
            network,
            prediction,
            DiffusionCards.discrete("LCMScheduler", teacher)
                .put("clip_sample", true)
                .put("clip_sample_range", 1.0)
                .put("set_alpha_to_one", true)
                .put("timestep_scaling", 10.0)
                .put("original_inference_steps", grid)),
        new Defaults("lcm", 1, 1.0),
        grid);
  }

  /** A consistency model that learnt from data alone. */
  public static GeneratorCard trained(
      CardSubject subject, Denoiser network, SchedulerConfig trained) {
    return subject.card(
        "consistency",
        subject.samples()
            + " in one step, or better in 2 to 4, by a consistency model trained without a teacher.",
        DenoiserStage.unguided(
            network,
            Prediction.CONSISTENCY,
            DiffusionCards.scheduler("CMStochasticIterativeScheduler", trained)
                .put("num_train_timesteps", LEVELS)
                .put("clip_denoised", true)),
        new Defaults("consistency", 2, 1.0),
        LEVELS);
  }
}
