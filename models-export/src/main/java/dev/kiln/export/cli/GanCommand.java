package dev.kiln.export.cli;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.export.GanCards;
import dev.kiln.export.nets.DcGan;
import dev.kiln.export.recipe.AdversarialRecipe;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains an adversarial pair. */
@Command(
    name = "gan",
    description = {
      "Trains a DCGAN: a generator against a discriminator that tells its pictures from real ones."
          + " The generator samples in one step. With classes in the data, requests name the class."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  ./kiln train gan --batch 32 --out models/digits-quick --minutes 20"
    },
    sortOptions = false)
final class GanCommand implements Callable<Integer> {
  private static final long IMAGES = 120_000;

  @Mixin TrainingOptions options = new TrainingOptions();

  @Option(
      names = "--loss",
      paramLabel = "LOSS",
      defaultValue = "non-saturating",
      description = {
        "What the two are trained on: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
        "wasserstein-gp takes five steps of its critic to one of the generator, each with a second"
            + " gradient, so it needs about five times the images."
      })
  GanLoss loss = GanLoss.NON_SATURATING;

  @Mixin LearningChoices learning = new LearningChoices();

  @Mixin WithoutClasses classes = new WithoutClasses();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    options.prepare();
    TrainingData data = options.open();
    LabelledImages images = data.images();
    DcGan pair =
        loss.pair(DcGan.forImages(images.channels(), images.height(), classes.classes(images)));
    TrainingRun run =
        new TrainingRun(
            "gan",
            options,
            options.settings(IMAGES),
            data,
            options.command("gan", IMAGES, TypedOptions.ofRecipe(spec)),
            null);
    try (AdversarialRecipe gan = loss.recipe(pair, learning, options.seed)) {
      run.run(
          gan,
          GanCards.FILE,
          pair.generator(),
          gan::average,
          subject -> GanCards.gan(subject, pair.generator()),
          spec.commandLine().getOut());
    }
    return 0;
  }
}
