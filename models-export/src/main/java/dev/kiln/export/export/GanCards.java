package dev.kiln.export.export;

import dev.kiln.generation.card.Defaults;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.LatentSpec;
import dev.kiln.generation.card.Prediction;
import dev.kiln.generation.card.StageKind;
import dev.kiln.generation.card.StageSpec;
import dev.kiln.generation.tensor.Shape;
import java.util.Map;

/** The cards of generators that were trained against a discriminator. */
public final class GanCards {
  private GanCards() {}

  /**
   * The generator of an adversarial pair.
   *
   * @param latent how many numbers it starts from
   */
  public static GeneratorCard gan(CardSubject subject, int latent) {
    StageSpec stage =
        new StageSpec(
            StageKind.SINGLE_SHOT,
            "generator.onnx",
            Map.of(StageSpec.LATENT, "z", "label", "label"),
            "sample",
            Prediction.DIRECT,
            null,
            null,
            new LatentSpec(Shape.of(latent)));
    return subject.card(
        "gan",
        subject.samples() + " in one step by the generator of a conditional adversarial pair.",
        stage,
        new Defaults("direct", 1, 1.0),
        1);
  }
}
