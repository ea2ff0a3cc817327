package dev.kiln.export.cli;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.recipe.Likelihood;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an autoencoder's decoder means by its output. */
final class LikelihoodChoice {
  @Option(
      names = "--likelihood",
      paramLabel = "LIKELIHOOD",
      description =
          "How the decoder's output is held against a picture: ${COMPLETION-CANDIDATES}. Default:"
              + " bernoulli for grey pictures, whose values count as shares of black and white;"
              + " gaussian, with a learned variance, for colour.")
  @Nullable Likelihood chosen;

  /** The likelihood for some images. */
  Likelihood of(LabelledImages images) {
    if (chosen != null) {
      return chosen;
    }
    return images.channels() == 1 ? Likelihood.BERNOULLI : Likelihood.GAUSSIAN;
  }
}
