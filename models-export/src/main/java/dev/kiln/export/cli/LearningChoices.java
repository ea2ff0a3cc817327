package dev.kiln.export.cli;

import dev.kiln.export.recipe.DenoiserOptions;
import dev.kiln.export.recipe.Descent;
import dev.kiln.export.recipe.GanOptions;
import dev.kiln.export.recipe.LearningRate;
import dev.kiln.export.recipe.WeightAverage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a network is trained, where a user wants it otherwise than the recipe has it. */
final class LearningChoices {
  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description =
          "The largest learning rate; it rises to this, then falls along a cosine. Lower it if the loss is no number"
              + " or jumps. The default is the recipe's own.")
  @Nullable Double learningRate;

  @Option(
      names = "--warm-up",
      paramLabel = "STEPS",
      description = "Over how many steps the learning rate rises. The default is the recipe's own.")
  @Nullable Integer warmUp;

  @Option(
      names = "--average",
      paramLabel = "DECAY",
      description =
          "The generator's weights are an average over the training's; this is how much of it a step keeps: 0.999"
              + " spans about a thousand steps. The default is the recipe's own.")
  @Nullable Double average;

  @Option(
      names = "--clip",
      paramLabel = "NORM",
      description =
          "Gradients with a larger norm are scaled down to it. The default is the recipe's own.")
  @Nullable Double clip;

  /** The recipe's own options, but for what the user chose. */
  DenoiserOptions over(DenoiserOptions own) {
    return new DenoiserOptions(over(own.descent()), own.dropout(), own.decay());
  }

  /** The same for a pair: the rate is the generator's, the discriminator's changes with it. */
  GanOptions over(GanOptions own) {
    Descent chosen = over(new Descent(own.generatorRate(), own.average(), own.clip()));
    double faster = own.discriminatorRate().peak() / own.generatorRate().peak();
    LearningRate discriminator =
        chosen.rate().equals(own.generatorRate())
            ? own.discriminatorRate()
            : new LearningRate(faster * chosen.rate().peak(), chosen.rate().warmUp());
    return new GanOptions(
        chosen.rate(), discriminator, own.beta1(), own.beta2(), chosen.average(), chosen.clip());
  }

  /** The recipe's own way, but for what the user chose. */
  Descent over(Descent own) {
    return new Descent(
        new LearningRate(
            learningRate == null ? own.rate().peak() : learningRate,
            warmUp == null ? own.rate().warmUp() : warmUp),
        average == null ? own.average() : new WeightAverage(average),
        clip == null ? own.clip() : clip);
  }
}
