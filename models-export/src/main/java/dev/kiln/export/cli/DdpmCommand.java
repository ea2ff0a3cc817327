package dev.kiln.export.cli;

import dev.kiln.export.export.DiffusionCards;
import dev.kiln.export.recipe.BetaSchedule;
import dev.kiln.export.recipe.Ddpm;
import dev.kiln.export.recipe.LossWeight;
import dev.kiln.export.recipe.PredictionType;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a denoiser. */
@Command(
    name = "ddpm",
    description = {
      "Trains a denoising diffusion model: a network that takes noise away, over 1000 noise levels. It is sampled in 10 to"
          + " 50 steps by any of the samplers for diffusion models, and can be guided. The best first choice, and the"
          + " teacher that \"train consistency --teacher\" needs."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  ./kiln train ddpm --data folder:pictures --size 32 --out models/pictures --minutes 60"
    },
    sortOptions = false)
final class DdpmCommand implements Callable<Integer> {
  private static final long IMAGES = 190_000;

  @Mixin TrainingOptions options = new TrainingOptions();

  @Option(
      names = "--prediction",
      defaultValue = "v",
      description =
          "What the network predicts: ${COMPLETION-CANDIDATES}. v does well at every noise level; epsilon is the original"
              + " paper's; x0 suits data that is far from Gaussian, such as tables. Default: ${DEFAULT-VALUE}.")
  PredictionType prediction = PredictionType.V;

  @Option(
      names = "--schedule",
      defaultValue = "cosine",
      description =
          "How the noise grows: ${COMPLETION-CANDIDATES}. cosine for small images; linear is the original paper's;"
              + " scaled-linear for latents. Default: ${DEFAULT-VALUE}.")
  BetaSchedule schedule = BetaSchedule.COSINE;

  @Option(
      names = "--loss-weight",
      defaultValue = "plain",
      description =
          "How much each noise level counts: ${COMPLETION-CANDIDATES}. min-snr keeps levels with little noise from drowning"
              + " the rest. Default: ${DEFAULT-VALUE}.")
  LossWeight lossWeight = LossWeight.PLAIN;

  @Mixin GuidanceChoices learning = new GuidanceChoices();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    DenoiserRun run = DenoiserRun.open(options);
    Ddpm.Options chosen =
        new Ddpm.Options(
            learning.over(Ddpm.Options.DEFAULT.denoiser()), prediction, schedule, lossWeight);
    try (Ddpm ddpm = new Ddpm(run.network(), chosen, options.seed)) {
      run.run(
          spec,
          IMAGES,
          TypedOptions.ofRecipe(spec),
          null,
          ddpm,
          ddpm::average,
          subject ->
              DiffusionCards.ddpm(subject, run.network(), prediction.inCard(), chosen.config()));
    }
    return 0;
  }
}
