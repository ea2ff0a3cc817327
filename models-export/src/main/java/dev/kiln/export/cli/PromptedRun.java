package dev.kiln.export.cli;

import dev.kiln.export.data.Captioned;
import dev.kiln.export.data.shapes.CaptionedShapes;
import dev.kiln.export.evaluate.shapes.ShapesPreview;
import dev.kiln.export.export.CardSubject;
import dev.kiln.export.export.PromptedCards;
import dev.kiln.export.nets.PromptUNet;
import dev.kiln.export.nets.TextEncoder;
import dev.kiln.export.ops.torch.TorchWeights;
import dev.kiln.export.recipe.Preview;
import dev.kiln.export.recipe.Recipe;
import dev.kiln.generation.card.GeneratorCard;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Trains a denoiser that takes a prompt: one network in training, two when it is exported. */
final class PromptedRun {
  private static final long TEXT_WIDTH = 64;
  private static final int TEXT_LAYERS = 2;
  private static final long NARROW = 48;
  private static final long WIDE = 80;

  private PromptedRun() {}

  /** The network for pictures with captions. */
  static PromptUNet network(Captioned data) {
    long[] shape = data.shape();
    if (shape.length != 3 || shape[1] != shape[2]) {
      throw new IllegalArgumentException(
          "prompts are learnt on square pictures, the data's samples are of another shape");
    }
    List<Long> nothing = data.nothing();
    return new PromptUNet(
        new TextEncoder(data.vocabulary().size(), nothing.size(), TEXT_WIDTH, TEXT_LAYERS),
        nothing,
        shape[0],
        shape[1],
        NARROW,
        WIDE);
  }

  /**
   * Trains and exports.
   *
   * @param trained the weights of the whole network, asked for after the training
   * @param card the recipe's own card
   */
  static void run(
      TrainingRun run,
      Recipe recipe,
      PromptUNet network,
      Supplier<TorchWeights> trained,
      Function<CardSubject, GeneratorCard> card,
      PrintWriter out)
      throws IOException {
    Preview preview =
        run.data().samples() instanceof CaptionedShapes
            ? new ShapesPreview(recipe, out::println)
            : Preview.NONE;
    run.run(
        recipe,
        () ->
            List.of(
                new Exported(PromptedCards.ENCODER, network.encoder(), trained),
                new Exported(DenoiserRun.FILE, network.painter(), trained)),
        preview,
        subject -> PromptedCards.split(card.apply(subject), network),
        out);
  }
}
