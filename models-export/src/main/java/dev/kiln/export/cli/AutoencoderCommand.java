package dev.kiln.export.cli;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.export.AutoencoderCards;
import dev.kiln.export.nets.ConvAutoencoder;
import dev.kiln.export.recipe.AutoencoderOptions;
import dev.kiln.export.recipe.Corruption;
import dev.kiln.export.recipe.DenoisingAutoencoder;
import dev.kiln.export.recipe.Descent;
import dev.kiln.export.recipe.RestorationSheet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a denoising autoencoder. */
@Command(
    name = "autoencoder",
    description = {
      "Trains a denoising autoencoder: a generator that takes a request's picture and gives it back"
          + " restored, in one step. preview.png shows pictures, the same corrupted, and the same"
          + " restored."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  ./kiln train autoencoder --data folder:pictures --size 32 --out models/restorer"
    },
    sortOptions = false)
final class AutoencoderCommand implements Callable<Integer> {
  private static final long IMAGES = 200_000;

  @Mixin TrainingOptions options = new TrainingOptions();

  @Option(
      names = "--corruption",
      paramLabel = "KIND",
      split = ",",
      defaultValue = "gaussian,masking,salt-and-pepper",
      description =
          "What it learns to undo, one or several with commas between: ${COMPLETION-CANDIDATES}."
              + " Default: ${DEFAULT-VALUE}.")
  List<Corruption> corruptions = List.of(Corruption.values());

  @Option(
      names = "--level",
      defaultValue = "0.7",
      description =
          "The worst corruption, from 0 to 1: the share of values, or the noise's deviation where a"
              + " picture spans -1 to 1. Default: ${DEFAULT-VALUE}.")
  double level = 0.7;

  @Mixin LearningChoices learning = new LearningChoices();

  @Mixin WithoutClasses classes = new WithoutClasses();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    options.prepare();
    TrainingData data = options.open();
    LabelledImages images = data.images();
    ConvAutoencoder network =
        ConvAutoencoder.forImages(images.channels(), images.height(), classes.classes(images));
    AutoencoderOptions chosen =
        new AutoencoderOptions(corruptions, level, learning.over(Descent.AUTOENCODER));
    TrainingRun run =
        new TrainingRun(
            "autoencoder",
            options,
            options.settings(IMAGES),
            data,
            options.command("autoencoder", IMAGES, TypedOptions.ofRecipe(spec)),
            null);
    try (DenoisingAutoencoder autoencoder =
        new DenoisingAutoencoder(network, chosen, options.seed)) {
      run.run(
          autoencoder,
          () -> List.of(new Exported(AutoencoderCards.RESTORER, network, autoencoder::average)),
          new RestorationSheet(autoencoder, chosen, images),
          subject -> AutoencoderCards.restorer(subject, network),
          spec.commandLine().getOut());
    }
    return 0;
  }
}
