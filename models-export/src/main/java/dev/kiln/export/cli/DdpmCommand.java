package dev.kiln.export.cli;

import dev.kiln.export.export.DiffusionCards;
import dev.kiln.export.nets.UNet;
import dev.kiln.export.ops.torch.Threads;
import dev.kiln.export.recipe.Ddpm;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Trains a denoiser. */
@Command(
    name = "ddpm",
    description =
        "Trains a denoising diffusion model with v-prediction and classifier-free guidance.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DdpmCommand implements Callable<Integer> {
  private static final long IMAGES = 190_000;

  @Mixin TrainingOptions options = new TrainingOptions();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    Threads.use(options.threads);
    TrainingData data = options.open();
    UNet network =
        UNet.forImages(data.images().channels(), data.images().height(), data.images().classes());
    TrainingRun run =
        new TrainingRun(
            "ddpm",
            options,
            options.settings(IMAGES),
            data,
            options.command("ddpm", IMAGES, ""),
            null);
    try (Ddpm ddpm = new Ddpm(network, options.seed)) {
      run.run(
          ddpm,
          "denoiser.onnx",
          network,
          ddpm::average,
          subject -> DiffusionCards.ddpm(subject, network),
          spec.commandLine().getOut());
    }
    return 0;
  }
}
