package dev.kiln.export.cli;

import dev.kiln.export.recipe.DenoiserOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a denoiser is trained that can be guided afterwards. */
final class GuidanceChoices {
  @Mixin LearningChoices learning = new LearningChoices();

  @Option(
      names = "--dropout",
      paramLabel = "SHARE",
      description =
          "The share of samples that are learnt without their condition, so that requests can ask for guidance; 0 makes"
              + " a generator that cannot be guided well. Default: 0.12.")
  @Nullable Double dropout;

  /** The recipe's own options, but for what the user chose. */
  DenoiserOptions over(DenoiserOptions own) {
    DenoiserOptions chosen = learning.over(own);
    return dropout == null
        ? chosen
        : new DenoiserOptions(chosen.descent(), dropout, chosen.decay());
  }
}
