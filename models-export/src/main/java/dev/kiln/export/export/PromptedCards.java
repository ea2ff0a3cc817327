package dev.kiln.export.export;

import dev.kiln.export.nets.Network;
import dev.kiln.export.nets.PromptUNet;
import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.Defaults;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.GuidanceSpec;
import dev.kiln.generation.card.Prediction;
import dev.kiln.generation.card.StageKind;
import dev.kiln.generation.card.StageSpec;
import dev.kiln.generation.card.TextSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cards of generators that take a prompt: whatever the recipe, the network is split into a text
 * encoder, run once for a prompt, and what is run at every step.
 */
public final class PromptedCards {
  /** The text encoder's file. */
  public static final String ENCODER = "text-encoder.onnx";

  /** The file that lists the tokens, one a line. */
  public static final String VOCABULARY = "words.txt";

  /** What requests call the text. */
  public static final String PROMPT = "prompt";

  private static final double GUIDANCE = 3;
  private static final double MAX_GUIDANCE = 20;

  private PromptedCards() {}

  /** The condition that a generator takes whose data has texts. */
  public static List<ConditionSpec> prompt(TextSpec text) {
    return List.of(ConditionSpec.text(PROMPT, text, true));
  }

  /**
   * The card of a recipe that trained the network as one, for the network split in two.
   *
   * @param whole the recipe's own card, with one stage that walks from noise to a sample
   */
  public static GeneratorCard split(GeneratorCard whole, PromptUNet network) {
    StageSpec walk = whole.stages().get(0);
    Network encoder = network.encoder();
    String text = encoder.output().name();
    Map<String, String> inputs = new HashMap<>(walk.inputs());
    inputs.keySet().removeAll(network.nothing().keySet());
    inputs.put(text, text);
    List<StageSpec> stages = new ArrayList<>();
    stages.add(
        new StageSpec(
            StageKind.ENCODE,
            ENCODER,
            Map.of(PROMPT, encoder.inputs().get(0).name()),
            text,
            Prediction.DIRECT,
            null,
            null,
            null));
    stages.add(
        new StageSpec(
            walk.kind(),
            walk.network(),
            inputs,
            walk.output(),
            walk.prediction(),
            walk.scheduler(),
            new GuidanceSpec("classifier-free", null, MAX_GUIDANCE),
            walk.latent()));
    return new GeneratorCard(
        whole.name(),
        whole.version(),
        whole.family(),
        whole.description(),
        whole.sample(),
        whole.conditions(),
        stages,
        new Defaults(whole.defaults().sampler(), whole.defaults().steps(), GUIDANCE),
        whole.limits(),
        whole.training(),
        whole.scores(),
        whole.files());
  }
}
