package dev.kiln.export.cli;

import dev.kiln.export.export.DigitCards;
import dev.kiln.export.export.GeneratorDirectory;
import dev.kiln.export.export.OnnxModel;
import dev.kiln.export.export.ParityGate;
import dev.kiln.export.export.TrainingFacts;
import dev.kiln.export.nets.Network;
import dev.kiln.export.nets.Port;
import dev.kiln.export.ops.torch.TorchWeights;
import dev.kiln.export.recipe.Recipe;
import dev.kiln.export.recipe.SampleSheet;
import dev.kiln.export.recipe.TrainingLoop;
import dev.kiln.export.recipe.TrainingProgress;
import dev.kiln.export.recipe.TrainingSettings;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.Sha256;
import dev.kiln.generation.tensor.Shape;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains and exports: what the recipes' commands have in common.
 *
 * @param recipe the recipe's name
 * @param options what the user chose
 * @param settings the same, for the loop
 * @param data what it trains on
 * @param command what to type to do it again
 * @param teacher the generator that it is distilled from, if any
 */
record TrainingRun(
    String recipe,
    TrainingOptions options,
    TrainingSettings settings,
    TrainingData data,
    String command,
    @Nullable String teacher) {

  /**
   * Trains, checks the exported network against PyTorch, and writes the generator.
   *
   * @param network what is exported
   * @param trained its weights, asked for after the training
   * @param card the recipe's card for a subject
   */
  void run(
      Recipe training,
      Network network,
      Supplier<TorchWeights> trained,
      Function<DigitCards.Subject, GeneratorCard> card,
      PrintWriter out)
      throws IOException {
    TrainingProgress progress =
        new TrainingLoop(
                training,
                data.images(),
                settings,
                new SampleSheet(training, data.images()),
                line -> print(out, line),
                System::nanoTime)
            .run();
    TorchWeights weights = trained.get();
    byte[] model = OnnxModel.bytes(network, weights.values());
    double parity = ParityGate.check(network, weights, model);
    TrainingFacts facts =
        new TrainingFacts(
            recipe,
            data.name(),
            settings.seed(),
            progress.images(),
            progress.steps(),
            settings.batch(),
            Math.round(progress.seconds() / 36) / 100.0,
            weights.size(),
            CodeVersion.describe(),
            command,
            teacher,
            parity);
    Shape sample =
        Shape.of(Arrays.stream(sample(network).shape()).mapToInt(Math::toIntExact).toArray());
    Path directory =
        GeneratorDirectory.write(
            options.out,
            card.apply(
                new DigitCards.Subject(
                    options.name(),
                    options.version,
                    sample,
                    data.images().classes(),
                    facts,
                    Sha256.hex(model))),
            model);
    print(
        out,
        String.format(
            Locale.ROOT,
            "wrote %s: %d parameters, %d bytes, PyTorch and ONNX Runtime differ by at most %.1e",
            directory,
            weights.size(),
            model.length,
            parity));
  }

  private static Port sample(Network network) {
    return network.output();
  }

  private static void print(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }
}
