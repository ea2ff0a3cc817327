package dev.kiln.export.cli;

import dev.kiln.export.export.WeightFormat;
import dev.kiln.export.ops.torch.Threads;
import dev.kiln.export.ops.torch.TorchDevice;
import dev.kiln.export.recipe.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every recipe lets one choose. */
final class TrainingOptions {
  private static final double SECONDS = 60;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      defaultValue = "drawn",
      description = {
        "What to train on. Default: ${DEFAULT-VALUE}.",
        "  drawn              digits that Kiln draws itself: 28 x 28, grey, ten classes",
        "  idx:IMAGES,LABELS  IDX files, as MNIST's; idx:IMAGES without labels",
        "  folder:DIR         PNG and JPEG pictures; each folder inside DIR is a class",
        "  shapes             captioned shapes that Kiln draws itself: 32 x 32, in colour, for prompts",
        "  csv:FILE           a table whose first line names the columns",
        "  customers          a table that Kiln draws itself: 5,000 customers, nine columns"
      })
  String data = "drawn";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "models/NAME",
      description = "The generator's directory; its last part is the generator's name.")
  Path out = Path.of("");

  @Option(
      names = "--generator-version",
      paramLabel = "VERSION",
      defaultValue = "1",
      description = "The generator's version, a directory inside --out. Default: ${DEFAULT-VALUE}.")
  String version = "1";

  @Option(
      names = "--seed",
      defaultValue = "1",
      description =
          "Seed of the weights, the order of images and the noise. Default: ${DEFAULT-VALUE}.")
  long seed = 1;

  @Option(
      names = "--images",
      paramLabel = "N",
      description =
          "Stop after so many images, each counted as often as it was seen. The learning rate falls towards that end."
              + " The default is the recipe's own.")
  @Nullable Long images;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description =
          "Stop after so many minutes if that comes first. The learning rate then follows the clock, so two such"
              + " trainings differ; give --images alone for one that can be repeated.")
  @Nullable Double minutes;

  @Option(
      names = "--batch",
      defaultValue = "64",
      description = "Images in one step. Default: ${DEFAULT-VALUE}.")
  int batch = 64;

  @Option(
      names = "--threads",
      defaultValue = "2",
      description = "Threads for PyTorch. Default: ${DEFAULT-VALUE}.")
  int threads = 2;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description =
          "Where PyTorch computes: cpu, cuda, or auto for CUDA where it is found. Default: ${DEFAULT-VALUE}.")
  String device = "auto";

  @ArgGroup(validate = false, heading = "%nThe data, before it is learned from:%n", order = 1)
  DataOptions reading = new DataOptions();

  @ArgGroup(validate = false, heading = "%nWhile it runs, and after an interruption:%n", order = 3)
  CheckpointOptions keeping = new CheckpointOptions();

  /** The command that these options belong to. */
  @Spec(Spec.Target.MIXEE)
  CommandSpec command = CommandSpec.create();

  @Option(
      names = "--weights",
      paramLabel = "FORMAT",
      defaultValue = "fp32",
      converter = WeightFormatConverter.class,
      description =
          "How the ONNX files hold their weights: fp32, fp16 (half the size) or int8 (a quarter, the least exact)."
              + " All run equally fast. Default: ${DEFAULT-VALUE}.")
  WeightFormat weights = WeightFormat.FLOAT32;

  String name() {
    return String.valueOf(out.toAbsolutePath().normalize().getFileName());
  }

  /** Tells PyTorch how many threads to use, and where. To be called before anything else. */
  void prepare() {
    checked(() -> TorchDevice.use(device));
    Threads.use(threads);
  }

  /** Opens the data set. */
  TrainingData open() throws IOException {
    DataForm form = checked(() -> DataForm.of(data));
    return TrainingData.open(form, checked(() -> reading.wish(data, seed)));
  }

  TrainingSettings settings(long defaultImages) {
    return checked(
        () ->
            new TrainingSettings(
                seed,
                images == null ? defaultImages : images,
                minutes == null ? Duration.ofDays(365) : duration(minutes),
                batch,
                keeping.directory == null
                    ? Path.of("checkpoints").resolve(name())
                    : keeping.directory,
                duration(keeping.minutes),
                duration(keeping.previewMinutes),
                keeping.resume));
  }

  private static Duration duration(double minutes) {
    return Duration.ofMillis(Math.round(minutes * SECONDS * 1000));
  }

  /** A value that says in one sentence what is wrong with an option makes it a wrong argument. */
  private <T> T checked(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** The command that does this training again, anywhere. */
  String command(String recipe, long defaultImages, String more) {
    return "./kiln train "
        + recipe
        + more
        + " --data "
        + TrainingData.withoutFolders(data)
        + reading.typed()
        + " --images "
        + (images == null ? defaultImages : images)
        + (minutes == null ? "" : " --minutes " + minutes)
        + " --batch "
        + batch
        + " --seed "
        + seed
        + (weights == WeightFormat.FLOAT32 ? "" : " --weights " + weights.label())
        + " --out models/"
        + name();
  }

  /** The command that goes on with this training, here. */
  String resuming() {
    String typed =
        command.root().commandLine().getParseResult().originalArgs().stream()
            .filter(argument -> !argument.equals("--resume") && !argument.equals("--fresh"))
            .map(argument -> argument.contains(" ") ? "'" + argument + "'" : argument)
            .collect(Collectors.joining(" "));
    return "./kiln " + typed + " --resume";
  }
}
