package dev.kiln.export.cli;

import dev.kiln.export.data.Captioned;
import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.export.CardSubject;
import dev.kiln.export.nets.Denoiser;
import dev.kiln.export.nets.PromptUNet;
import dev.kiln.export.nets.UNet;
import dev.kiln.export.ops.torch.TorchWeights;
import dev.kiln.export.recipe.Recipe;
import dev.kiln.generation.card.GeneratorCard;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What the commands that train a denoiser have in common.
 *
 * @param options what the user chose
 * @param data what it trains on
 * @param network the denoiser for such data
 */
record DenoiserRun(TrainingOptions options, TrainingData data, Denoiser network) {
  static final String FILE = "denoiser.onnx";

  /** Opens the data and picks the network. */
  static DenoiserRun open(TrainingOptions options) throws IOException {
    options.prepare();
    TrainingData data = options.open();
    if (data.samples() instanceof Captioned captioned) {
      return new DenoiserRun(options, data, PromptedRun.network(captioned));
    }
    LabelledImages images = data.images();
    return new DenoiserRun(
        options, data, UNet.forImages(images.channels(), images.height(), images.classes()));
  }

  /**
   * Trains and exports.
   *
   * @param defaultImages how many images the recipe sees if the user does not say
   * @param typed the recipe's own options, as typed
   * @param teacher the generator that it is distilled from, if any
   */
  void run(
      CommandSpec command,
      long defaultImages,
      String typed,
      @Nullable String teacher,
      Recipe recipe,
      Supplier<TorchWeights> trained,
      Function<CardSubject, GeneratorCard> card)
      throws IOException {
    PrintWriter out = command.commandLine().getOut();
    TrainingRun run =
        new TrainingRun(
            command.name(),
            options,
            options.settings(defaultImages),
            data,
            options.command(command.name(), defaultImages, typed),
            teacher);
    if (network instanceof PromptUNet prompted) {
      PromptedRun.run(run, recipe, prompted, trained, card, out);
    } else {
      run.run(recipe, FILE, network, trained, card, out);
    }
  }
}
