package dev.kiln.export.cli;

import dev.kiln.export.export.ConsistencyCards;
import dev.kiln.export.export.OnnxModel;
import dev.kiln.export.nets.UNet;
import dev.kiln.export.ops.torch.Threads;
import dev.kiln.export.recipe.Consistency;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Distils a denoiser. */
@Command(
    name = "consistency",
    description =
        "Distils a denoiser, made by \"train ddpm\", into a model that samples in one step.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ConsistencyCommand implements Callable<Integer> {
  private static final long IMAGES = 38_000;

  @Option(
      names = "--teacher",
      required = true,
      paramLabel = "models/NAME/VERSION",
      description = "The denoiser's directory, with its denoiser.onnx.")
  Path teacher = Path.of("");

  @Mixin TrainingOptions options = new TrainingOptions();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    Threads.use(options.threads);
    TrainingData data = options.open();
    UNet network =
        UNet.forImages(data.images().channels(), data.images().height(), data.images().classes());
    Path directory = teacher.toAbsolutePath().normalize();
    int depth = directory.getNameCount();
    String name = directory.subpath(Math.max(0, depth - 2), depth).toString();
    TrainingRun run =
        new TrainingRun(
            "consistency",
            options,
            options.settings(IMAGES),
            data,
            options.command("consistency", IMAGES, " --teacher models/" + name),
            name);
    try (Consistency consistency =
        new Consistency(network, OnnxModel.weights(teacher.resolve("denoiser.onnx")))) {
      run.run(
          consistency,
          "denoiser.onnx",
          network,
          consistency::average,
          subject -> ConsistencyCards.distilled(subject, network, Consistency.GRID),
          spec.commandLine().getOut());
    }
    return 0;
  }
}
