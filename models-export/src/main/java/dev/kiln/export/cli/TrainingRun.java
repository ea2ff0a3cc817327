package dev.kiln.export.cli;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.export.CardSubject;
import dev.kiln.export.export.ExportedModel;
import dev.kiln.export.export.GeneratorDirectory;
import dev.kiln.export.export.OnnxExport;
import dev.kiln.export.export.OnnxMetadata;
import dev.kiln.export.export.TrainingFacts;
import dev.kiln.export.nets.Network;
import dev.kiln.export.ops.torch.TorchWeights;
import dev.kiln.export.recipe.Preview;
import dev.kiln.export.recipe.Recipe;
import dev.kiln.export.recipe.SampleSheet;
import dev.kiln.export.recipe.TrainingLoop;
import dev.kiln.export.recipe.TrainingProgress;
import dev.kiln.export.recipe.TrainingSettings;
import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.card.Sha256;
import dev.kiln.generation.tensor.Shape;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  /** Trains and exports one network, in a file called as the recipe's first stage says. */
  void run(
      Recipe training,
      String file,
      Network network,
      Supplier<TorchWeights> trained,
      Function<CardSubject, GeneratorCard> card,
      PrintWriter out)
      throws IOException {
    run(training, List.of(new Exported(file, network, trained)), card, out);
  }

  /** The same for several networks, with a sheet of samples if the data are images. */
  void run(
      Recipe training,
      List<Exported> networks,
      Function<CardSubject, GeneratorCard> card,
      PrintWriter out)
      throws IOException {
    Preview preview =
        data.samples() instanceof LabelledImages
            ? new SampleSheet(training, data.samples())
            : Preview.NONE;
    run(training, networks, preview, card, out);
  }

  /**
   * Trains, checks every exported network against PyTorch, and writes the generator.
   *
   * @param networks what is exported, in the order of the card's stages
   * @param preview what is written beside each checkpoint
   * @param card the recipe's card for a subject
   */
  void run(
      Recipe training,
      List<Exported> networks,
      Preview preview,
      Function<CardSubject, GeneratorCard> card,
      PrintWriter out)
      throws IOException {
    TrainingProgress progress =
        new TrainingLoop(
                training,
                data.samples(),
                settings,
                preview,
                line -> print(out, line),
                System::nanoTime)
            .run();
    List<TorchWeights> trained = networks.stream().map(network -> network.weights().get()).toList();
    long parameters = trained.stream().mapToLong(TorchWeights::size).sum();
    TrainingFacts facts = facts(progress, parameters);
    Map<String, byte[]> files = new LinkedHashMap<>();
    Map<String, String> hashes = new LinkedHashMap<>();
    double parity = 0;
    for (int i = 0; i < trained.size(); i++) {
      Exported exported = networks.get(i);
      ExportedModel model =
          OnnxExport.of(exported.network(), trained.get(i))
              .metadata(OnnxMetadata.of(facts, options.name() + ", " + exported.file()))
              .weights(options.weights)
              .run();
      parity = Math.max(parity, model.parity().largest());
      files.put(exported.file(), model.bytes());
      hashes.put(exported.file(), Sha256.hex(model.bytes()));
    }
    facts = facts.exported(options.weights, parity);
    CardSubject subject =
        new CardSubject(options.name(), options.version, sample(), conditions(), facts, hashes);
    Path directory = GeneratorDirectory.write(options.out, card.apply(subject), files);
    print(
        out,
        String.format(
            Locale.ROOT,
            "wrote %s: %d parameters, %d bytes, PyTorch and ONNX Runtime differ by at most %.1e",
            directory,
            parameters,
            files.values().stream().mapToLong(file -> file.length).sum(),
            parity));
  }

  private TrainingFacts facts(TrainingProgress progress, long parameters) {
    return new TrainingFacts(
        recipe,
        data.name(),
        settings.seed(),
        progress.images(),
        progress.steps(),
        settings.batch(),
        Math.round(progress.seconds() / 36) / 100.0,
        parameters,
        CodeVersion.describe(),
        command,
        teacher,
        0);
  }

  private SampleSpec sample() {
    Shape shape =
        Shape.of(Arrays.stream(data.samples().shape()).mapToInt(Math::toIntExact).toArray());
    SampleKind kind =
        data.samples() instanceof LabelledImages ? SampleKind.IMAGE : SampleKind.VECTOR;
    return new SampleSpec(kind, shape, List.of(-1.0, 1.0));
  }

  private List<ConditionSpec> conditions() {
    return data.samples() instanceof LabelledImages images
        ? CardSubject.labels(images.classNames())
        : List.of();
  }

  private static void print(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }
}
