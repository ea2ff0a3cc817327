package dev.kiln.export.cli;

import dev.kiln.export.data.TrainingSet;
import dev.kiln.export.export.AutoencoderCards;
import dev.kiln.export.recipe.Elbo;
import dev.kiln.export.recipe.Vae;
import dev.kiln.generation.card.Score;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** The evidence lower bound at the end of a training, on data that it never saw. */
final class HeldOutBound {
  private HeldOutBound() {}

  /** Measures and prints it; gives it as a card keeps it. */
  static List<Score> scores(Vae vae, TrainingSet heldOut, long seed, PrintWriter out) {
    Elbo elbo = vae.elbo(heldOut, seed);
    out.printf(
        Locale.ROOT,
        "evidence lower bound on %d held-out samples: %.2f nats (reconstruction %.2f, divergence"
            + " %.2f)%n",
        heldOut.size(),
        elbo.nats(),
        elbo.reconstruction(),
        elbo.divergence());
    return AutoencoderCards.bound(elbo.reconstruction(), elbo.divergence(), heldOut.size(), seed);
  }
}
