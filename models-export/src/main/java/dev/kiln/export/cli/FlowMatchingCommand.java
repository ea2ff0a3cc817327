package dev.kiln.export.cli;

import dev.kiln.export.export.DiffusionCards;
import dev.kiln.export.nets.UNet;
import dev.kiln.export.ops.torch.Threads;
import dev.kiln.export.recipe.FlowMatching;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Trains a flow. */
@Command(
    name = "flow-matching",
    description =
        "Trains a flow along straight paths from noise to data, with classifier-free guidance.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class FlowMatchingCommand implements Callable<Integer> {
  private static final long IMAGES = 250_000;

  @Mixin TrainingOptions options = new TrainingOptions();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    Threads.use(options.threads);
    TrainingData data = TrainingData.open(options.data, options.seed);
    UNet network =
        UNet.forImages(data.images().channels(), data.images().height(), data.images().classes());
    TrainingRun run =
        new TrainingRun(
            "flow-matching",
            options,
            options.settings(IMAGES),
            data,
            options.command("flow-matching", IMAGES, ""),
            null);
    try (FlowMatching flow =
        new FlowMatching(network, FlowMatching.Options.DEFAULT, options.seed)) {
      run.run(
          flow,
          "denoiser.onnx",
          network,
          flow::average,
          subject -> DiffusionCards.flow(subject, network, FlowMatching.TIME_SCALE),
          spec.commandLine().getOut());
    }
    return 0;
  }
}
