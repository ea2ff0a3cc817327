package dev.kiln.export.cli;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.data.TrainingSet;
import dev.kiln.export.export.AutoencoderCards;
import dev.kiln.export.export.LatentDiffusionCards;
import dev.kiln.export.nets.LatentDenoiser;
import dev.kiln.export.nets.SpatialVae;
import dev.kiln.export.recipe.Ddpm;
import dev.kiln.export.recipe.Descent;
import dev.kiln.export.recipe.LatentDiffusion;
import dev.kiln.export.recipe.VaeOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains an autoencoder, then a diffusion model of its latents. */
@Command(
    name = "latent-diffusion",
    description = {
      "Trains an autoencoder and then a diffusion model of its latents, which are 16 times smaller"
          + " in area than the pictures. Requests walk the diffusion model and get its latent"
          + " decoded; the encoder is kept beside them. A tenth of the data, or what --holdout"
          + " says, is held out for the autoencoder's evidence lower bound."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  ./kiln train latent-diffusion --data folder:pictures --size 64 --out models/large"
    },
    sortOptions = false)
final class LatentDiffusionCommand implements Callable<Integer> {
  private static final long IMAGES = 400_000;
  private static final long WIDTH = 96;
  private static final double HELD_OUT = 0.1;

  @Mixin TrainingOptions options = new TrainingOptions();

  @Option(
      names = "--autoencoder-share",
      paramLabel = "SHARE",
      defaultValue = "0.35",
      description =
          "The share of the images on which the autoencoder is trained; the rest is the diffusion"
              + " model's. Default: ${DEFAULT-VALUE}.")
  double share = 0.35;

  @Option(
      names = "--beta",
      defaultValue = "0.1",
      description =
          "Weight of the autoencoder's divergence. Small, for sharp pictures: the diffusion model"
              + " learns what the latents are like. Default: ${DEFAULT-VALUE}.")
  double beta = 0.1;

  @Mixin LikelihoodChoice likelihood = new LikelihoodChoice();

  @Mixin GuidanceChoices learning = new GuidanceChoices();

  @Mixin WithoutClasses classes = new WithoutClasses();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    options.prepare();
    TrainingData data = options.open().holdingOut(HELD_OUT);
    LabelledImages images = data.images();
    TrainingSet heldOut = data.heldOut();
    SpatialVae pair = SpatialVae.forImages(images.channels(), images.height());
    LatentDenoiser denoiser = LatentDenoiser.of(pair, classes.classes(images), WIDTH);
    VaeOptions chosen = new VaeOptions(likelihood.of(images), beta, Descent.AUTOENCODER);
    Ddpm.Options usual = Ddpm.Options.DEFAULT;
    Ddpm.Options diffusing =
        new Ddpm.Options(
            learning.over(usual.denoiser()), usual.prediction(), usual.schedule(), usual.weight());
    TrainingRun run =
        new TrainingRun(
            "latent-diffusion",
            options,
            options.settings(IMAGES),
            data,
            options.command("latent-diffusion", IMAGES, TypedOptions.ofRecipe(spec)),
            null);
    PrintWriter out = spec.commandLine().getOut();
    try (LatentDiffusion latent =
        new LatentDiffusion(pair, chosen, share, denoiser, diffusing, options.seed)) {
      run.run(
          latent,
          () -> networks(latent, denoiser),
          subject ->
              LatentDiffusionCards.card(
                  subject,
                  denoiser,
                  diffusing.prediction().inCard(),
                  diffusing.config(),
                  latent.decoder(),
                  HeldOutBound.scores(latent.autoencoder(), heldOut, options.seed, out)),
          out);
    }
    return 0;
  }

  private static List<Exported> networks(LatentDiffusion latent, LatentDenoiser denoiser) {
    List<Exported> networks = new ArrayList<>();
    networks.add(new Exported(LatentDiffusionCards.DENOISER, denoiser, latent::denoiserAverage));
    networks.add(
        new Exported(AutoencoderCards.DECODER, latent.decoder(), latent::autoencoderAverage));
    networks.add(
        new Exported(AutoencoderCards.ENCODER, latent.encoder(), latent::autoencoderAverage));
    return networks;
  }
}
