package dev.kiln.export.cli;

import dev.kiln.export.nets.DcGan;
import dev.kiln.export.recipe.AdversarialLoss;
import dev.kiln.export.recipe.AdversarialRecipe;
import dev.kiln.export.recipe.Gan;
import dev.kiln.export.recipe.GanOptions;
import dev.kiln.export.recipe.WassersteinGan;
import java.util.Locale;

/** What {@code --loss} of {@code train gan} takes. */
enum GanLoss {
  NON_SATURATING,
  LEAST_SQUARES,
  WASSERSTEIN_GP;

  /** The pair of networks that suits the loss. */
  DcGan pair(DcGan pair) {
    return this == WASSERSTEIN_GP ? pair.withCritic() : pair;
  }

  /** The recipe, with its own options but for what the user chose. */
  AdversarialRecipe recipe(DcGan pair, LearningChoices learning, long seed) {
    GanOptions usual = learning.over(GanOptions.DEFAULT);
    return switch (this) {
      case NON_SATURATING -> new Gan(pair, AdversarialLoss.NON_SATURATING, usual, seed);
      case LEAST_SQUARES -> new Gan(pair, AdversarialLoss.LEAST_SQUARES, usual, seed);
      case WASSERSTEIN_GP -> new WassersteinGan(pair, learning.over(GanOptions.WASSERSTEIN), seed);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
