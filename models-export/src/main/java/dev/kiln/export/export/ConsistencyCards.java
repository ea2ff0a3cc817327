package dev.kiln.export.export;

import dev.kiln.export.nets.Denoiser;
import dev.kiln.generation.card.Defaults;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.Prediction;

/** The cards of generators that need one step, or a few. */
public final class ConsistencyCards {
  private ConsistencyCards() {}

  /**
   * The one-step student of a guided denoiser.
   *
   * @param grid how many timesteps it was distilled on
   */
  public static GeneratorCard distilled(CardSubject subject, Denoiser network, int grid) {
    return subject.card(
        "consistency",
        subject.samples()
            + " in one step, or better in 2 to 4, by a consistency model distilled from a guided denoiser.",
        DenoiserStage.unguided(
            network,
            Prediction.V,
            DiffusionCards.velocity("LCMScheduler")
                .put("clip_sample", true)
                .put("clip_sample_range", 1.0)
                .put("set_alpha_to_one", true)
                .put("timestep_scaling", 10.0)
                .put("original_inference_steps", grid)),
        new Defaults("lcm", 1, 1.0),
        grid);
  }
}
