package dev.kiln.export.export;

import dev.kiln.export.nets.Network;
import dev.kiln.generation.card.Defaults;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.StageSpec;

/** The cards of generators that were trained against a discriminator. */
public final class GanCards {
  /** The generator's file. */
  public static final String FILE = "generator.onnx";

  private GanCards() {}

  /**
   * The generator of an adversarial pair.
   *
   * @param generator its first input is the noise, the others are conditions
   */
  public static GeneratorCard gan(CardSubject subject, Network generator) {
    StageSpec stage = SingleShotStage.fromNoise(FILE, generator);
    CardSubject taking = subject.taking(stage.inputs().keySet());
    return taking.card(
        "gan",
        taking.samples() + " in one step by the generator of an adversarial pair.",
        stage,
        new Defaults("direct", 1, 1.0),
        1);
  }
}
