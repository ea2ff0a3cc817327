package dev.kiln.export.cli;

import dev.kiln.export.export.DiffusionCards;
import dev.kiln.export.recipe.ScoreSde;
import dev.kiln.export.recipe.Sde;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a score. */
@Command(
    name = "score-sde",
    description = {
      "Trains the score of a diffusion in continuous time (Song et al. 2021), by denoising score matching. It is sampled"
          + " along its reverse SDE, its probability flow, or by the faster solvers of the same family, and can be guided."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  ./kiln train score-sde --sde ve --out models/digits-score --images 200000"
    },
    sortOptions = false)
final class ScoreSdeCommand implements Callable<Integer> {
  private static final long IMAGES = 250_000;

  /** Which diffusion. */
  private enum Kind {
    VP,
    VE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Mixin TrainingOptions options = new TrainingOptions();

  @Option(
      names = "--sde",
      defaultValue = "vp",
      description =
          "The diffusion: ${COMPLETION-CANDIDATES}. vp keeps the variance, as ddpm does, and takes its samplers too; ve adds"
              + " ever more noise to the sample and takes the EDM samplers. Default: ${DEFAULT-VALUE}.")
  Kind kind = Kind.VP;

  @Mixin GuidanceChoices learning = new GuidanceChoices();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    DenoiserRun run = DenoiserRun.open(options);
    Sde sde = kind == Kind.VP ? Sde.VariancePreserving.DEFAULT : Sde.VarianceExploding.DEFAULT;
    ScoreSde.Options chosen =
        new ScoreSde.Options(learning.over(ScoreSde.Options.DEFAULT.denoiser()), sde);
    try (ScoreSde score = new ScoreSde(run.network(), chosen, options.seed)) {
      run.run(
          spec,
          IMAGES,
          TypedOptions.ofRecipe(spec),
          null,
          score,
          score::average,
          subject ->
              kind == Kind.VP
                  ? DiffusionCards.variancePreserving(subject, run.network(), sde.config())
                  : DiffusionCards.varianceExploding(subject, run.network(), sde.config()));
    }
    return 0;
  }
}
