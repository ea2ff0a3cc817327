package dev.kiln.export.cli;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.data.TrainingSet;
import dev.kiln.export.export.AutoencoderCards;
import dev.kiln.export.nets.ConvVae;
import dev.kiln.export.nets.VaeDecoder;
import dev.kiln.export.nets.VaeEncoder;
import dev.kiln.export.recipe.Descent;
import dev.kiln.export.recipe.Vae;
import dev.kiln.export.recipe.VaeOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a variational autoencoder. */
@Command(
    name = "vae",
    description = {
      "Trains a variational autoencoder, conditional where the data has classes. Its decoder"
          + " samples in one step; the encoder is kept beside it. A tenth of the data, or what"
          + " --holdout says, is held out; at the end, the evidence lower bound on it, in nats per"
          + " sample, is printed and kept in the card."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  ./kiln train vae --data idx:images.idx,labels.idx --out models/digits-vae"
    },
    sortOptions = false)
final class VaeCommand implements Callable<Integer> {
  private static final long IMAGES = 400_000;
  private static final double HELD_OUT = 0.1;

  @Mixin TrainingOptions options = new TrainingOptions();

  @Option(
      names = "--beta",
      defaultValue = "1",
      description =
          "Weight of the divergence. Below 1 pictures are sharper and samples wander from the data;"
              + " above 1 the reverse. Default: ${DEFAULT-VALUE}, the evidence lower bound.")
  double beta = 1;

  @Mixin LikelihoodChoice likelihood = new LikelihoodChoice();

  @Mixin LearningChoices learning = new LearningChoices();

  @Mixin WithoutClasses classes = new WithoutClasses();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    options.prepare();
    TrainingData data = options.open().holdingOut(HELD_OUT);
    LabelledImages images = data.images();
    TrainingSet heldOut = data.heldOut();
    ConvVae pair = ConvVae.forImages(images.channels(), images.height(), classes.classes(images));
    VaeOptions chosen =
        new VaeOptions(likelihood.of(images), beta, learning.over(Descent.AUTOENCODER));
    TrainingRun run =
        new TrainingRun(
            "vae",
            options,
            options.settings(IMAGES),
            data,
            options.command("vae", IMAGES, TypedOptions.ofRecipe(spec)),
            null);
    VaeDecoder decoder = new VaeDecoder(pair, 1);
    PrintWriter out = spec.commandLine().getOut();
    try (Vae vae = new Vae(pair, chosen, options.seed)) {
      run.run(
          vae,
          List.of(
              new Exported(AutoencoderCards.DECODER, decoder, vae::average),
              new Exported(AutoencoderCards.ENCODER, new VaeEncoder(pair, 1), vae::average)),
          subject ->
              AutoencoderCards.vae(
                  subject, decoder, HeldOutBound.scores(vae, heldOut, options.seed, out)),
          out);
    }
    return 0;
  }
}
