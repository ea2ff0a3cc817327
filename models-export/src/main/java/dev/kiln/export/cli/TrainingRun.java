package dev.kiln.export.cli;

import dev.kiln.export.data.Captioned;
import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.data.table.Table;
import dev.kiln.export.export.CardSubject;
import dev.kiln.export.export.PromptedCards;
import dev.kiln.export.export.TrainingFacts;
import dev.kiln.export.nets.Network;
import dev.kiln.export.ops.torch.TorchWeights;
import dev.kiln.export.recipe.Checkpoints;
import dev.kiln.export.recipe.Preview;
import dev.kiln.export.recipe.Recipe;
import dev.kiln.export.recipe.SampleSheet;
import dev.kiln.export.recipe.TablePreview;
import dev.kiln.export.recipe.TrainingLoop;
import dev.kiln.export.recipe.TrainingProgress;
import dev.kiln.export.recipe.TrainingSettings;
import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.row.RowCodec;
import dev.kiln.generation.tensor.Shape;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

  /** The same for several networks. */
  void run(
      Recipe training,
      List<Exported> networks,
      Function<CardSubject, GeneratorCard> card,
      PrintWriter out)
      throws IOException {
    run(training, () -> networks, card, out);
  }

  /** The same for networks that only the training's end tells. */
  void run(
      Recipe training,
      Supplier<List<Exported>> networks,
      Function<CardSubject, GeneratorCard> card,
      PrintWriter out)
      throws IOException {
    Preview preview =
        data.samples() instanceof LabelledImages
            ? new SampleSheet(training, data.samples())
            : data.samples() instanceof Table table
                ? new TablePreview(training, table)
                : Preview.NONE;
    run(training, networks, preview, card, out);
  }

  /**
   * Trains, checks every exported network against PyTorch, and writes the generator. If the process
   * is asked to end, it stops with a checkpoint instead and says how to go on.
   *
   * @param networks what is exported, in the order of the card's stages; asked for after training
   * @param preview what is written beside each checkpoint
   * @param card the recipe's card for a subject
   */
  @SuppressWarnings("try") // the signal is installed for as long as the training goes
  void run(
      Recipe training,
      Supplier<List<Exported>> networks,
      Preview preview,
      Function<CardSubject, GeneratorCard> card,
      PrintWriter out)
      throws IOException {
    GeneratorTarget.check(options.out, options.version, recipe);
    checkUnfinished();
    ProgressView view = ProgressView.on(out);
    data.remarks().forEach(view::say);
    TrainingLoop loop =
        new TrainingLoop(training, data.samples(), settings, preview, view, System::nanoTime);
    Runnable stop =
        () -> {
          loop.stop();
          view.say("stopping after the step under way, with a checkpoint");
        };
    try (StopSignal signal = StopSignal.install(stop)) {
      TrainingProgress progress = loop.run();
      if (settings.done(progress) < 1) {
        view.say("stopped after step " + progress.steps() + "; go on with");
        view.say("  " + options.resuming());
        return;
      }
      export(progress, networks.get(), preview, card, view);
    }
  }

  /** A training of hours must not be lost because somebody forgot to say --resume. */
  private void checkUnfinished() throws IOException {
    Optional<Long> images = new Checkpoints(settings.checkpoints()).unfinished();
    if (images.isPresent() && !settings.resume() && !options.keeping.fresh) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s holds an unfinished training of %,d images: --resume goes on with it, --fresh begins anew",
              settings.checkpoints(),
              images.get()));
    }
  }

  private void export(
      TrainingProgress progress,
      List<Exported> networks,
      Preview preview,
      Function<CardSubject, GeneratorCard> card,
      ProgressView view)
      throws IOException {
    List<TorchWeights> weights = networks.stream().map(n -> n.weights().get()).toList();
    GeneratorExport.Written written =
        new GeneratorExport(options, sample(), conditions(), more(), card)
            .write(networks, weights, facts(progress, weights));
    Summary.lines(written, progress).forEach(view::say);
    if (preview != Preview.NONE) {
      view.say(Summary.line("samples", settings.checkpoints().resolve(preview.file()).toString()));
    }
    view.say(Summary.line("score", score()));
    view.say(Summary.line("try it", tryIt(written.card())));
  }

  private String score() {
    if (options.keeping.noScore) {
      return "not taken (--no-score)";
    }
    boolean table = data.samples() instanceof Table;
    if (!table && !Scoring.fits(data.samples())) {
      return "not taken: the shipped judge knows digits of 28 x 28 only; see ./kiln evaluate --help";
    }
    try {
      return table
          ? TableComparison.score(options.out, options.version, options.data, data.holdout())
          : Scoring.score(options.out, options.version);
    } catch (IOException | IllegalArgumentException e) {
      return "not taken: " + Sentence.of(e);
    }
  }

  private String tryIt(GeneratorCard card) {
    if (card.restores()) {
      return "a request for " + options.name() + " with an image, which comes back restored";
    }
    if (data.samples() instanceof Captioned captioned) {
      List<String> examples = captioned.text(PromptedCards.VOCABULARY).examples();
      return "./kiln generate --generator "
          + options.name()
          + (examples.isEmpty() ? "" : " --prompt \"" + examples.get(0) + "\"");
    }
    List<String> classes = card.condition("label").map(ConditionSpec::classes).orElse(List.of());
    String models = String.valueOf(options.out.getParent());
    return "./kiln generate "
        + options.name()
        + (classes.isEmpty() ? "" : " --label " + classes.get(classes.size() / 2))
        + (models.equals("models") ? "" : " --models " + models);
  }

  private TrainingFacts facts(TrainingProgress progress, List<TorchWeights> weights) {
    return new TrainingFacts(
        recipe,
        data.name(),
        settings.seed(),
        progress.images(),
        progress.steps(),
        settings.batch(),
        Math.round(progress.seconds() / 36) / 100.0,
        weights.stream().distinct().mapToLong(TorchWeights::size).sum(), // shared ones once
        CodeVersion.describe(),
        command,
        teacher,
        0);
  }

  private SampleSpec sample() {
    Shape shape =
        Shape.of(Arrays.stream(data.samples().shape()).mapToInt(Math::toIntExact).toArray());
    if (data.samples() instanceof Table table) {
      return new SampleSpec(
          SampleKind.ROW,
          shape,
          List.of(-RowCodec.NORMAL_LIMIT, RowCodec.NORMAL_LIMIT),
          table.columns());
    }
    SampleKind kind =
        data.samples() instanceof LabelledImages || shape.rank() == 3
            ? SampleKind.IMAGE
            : SampleKind.VECTOR;
    return new SampleSpec(kind, shape, List.of(-1.0, 1.0));
  }

  /** Files that are no networks: the vocabulary, where the data has texts. */
  private Map<String, byte[]> more() {
    return data.samples() instanceof Captioned captioned
        ? Map.of(
            PromptedCards.VOCABULARY,
            (String.join("\n", captioned.vocabulary()) + "\n").getBytes(StandardCharsets.UTF_8))
        : Map.of();
  }

  private List<ConditionSpec> conditions() {
    if (data.samples() instanceof Table) {
      return List.of(CardSubject.ROW);
    }
    if (data.samples() instanceof Captioned captioned) {
      return PromptedCards.prompt(captioned.text(PromptedCards.VOCABULARY));
    }
    return data.samples() instanceof LabelledImages images && images.classes() > 0
        ? CardSubject.labels(images.classNames())
        : List.of();
  }
}
