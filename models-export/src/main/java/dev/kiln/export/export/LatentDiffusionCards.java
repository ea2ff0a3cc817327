package dev.kiln.export.export;

import dev.kiln.export.nets.Denoiser;
import dev.kiln.export.nets.VaeDecoder;
import dev.kiln.generation.card.Defaults;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.Prediction;
import dev.kiln.generation.card.Score;
import dev.kiln.generation.card.StageSpec;
import dev.kiln.generation.sampler.SchedulerConfig;
import java.util.List;

/** The card of a generator that denoises latents, then decodes them: two stages. */
public final class LatentDiffusionCards {
  /** The file of the denoiser, the first stage. */
  public static final String DENOISER = DenoiserStage.FILE;

  private LatentDiffusionCards() {}

  /**
   * A denoiser of latents, sampled by DDIM, and the decoder of the latents.
   *
   * @param scores the autoencoder's evidence lower bound
   */
  public static GeneratorCard card(
      CardSubject subject,
      Denoiser denoiser,
      Prediction prediction,
      SchedulerConfig trained,
      VaeDecoder decoder,
      List<Score> scores) {
    CardSubject taking = subject.taking(denoiser.nothing().keySet());
    StageSpec first = DiffusionCards.ddim(denoiser, prediction, trained);
    return taking.card(
        "latent-diffusion",
        taking.samples()
            + " by diffusion in the latent space of an autoencoder; 10 to 50 steps are enough.",
        List.of(first, SingleShotStage.fromState(AutoencoderCards.DECODER, decoder)),
        new Defaults("ddim", 20, first.guidance() == null ? 1.0 : 2.0),
        DiffusionCards.MAX_STEPS,
        scores);
  }
}
