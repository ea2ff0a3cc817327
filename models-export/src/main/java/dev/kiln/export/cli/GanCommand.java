package dev.kiln.export.cli;

import dev.kiln.export.export.GanCards;
import dev.kiln.export.nets.DcGan;
import dev.kiln.export.ops.torch.Threads;
import dev.kiln.export.recipe.ConditionalGan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Trains an adversarial pair. */
@Command(
    name = "gan",
    description = "Trains a conditional DCGAN; its generator samples in one step.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class GanCommand implements Callable<Integer> {
  private static final long IMAGES = 120_000;

  @Mixin TrainingOptions options = new TrainingOptions();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    Threads.use(options.threads);
    TrainingData data = options.open();
    DcGan sizes =
        DcGan.forImages(data.images().channels(), data.images().height(), data.images().classes());
    TrainingRun run =
        new TrainingRun(
            "gan",
            options,
            options.settings(IMAGES),
            data,
            options.command("gan", IMAGES, ""),
            null);
    try (ConditionalGan gan = new ConditionalGan(sizes, options.seed)) {
      run.run(
          gan,
          "generator.onnx",
          sizes.generator(),
          gan::average,
          subject -> GanCards.gan(subject, (int) sizes.latent()),
          spec.commandLine().getOut());
    }
    return 0;
  }
}
