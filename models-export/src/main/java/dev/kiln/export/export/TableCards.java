package dev.kiln.export.export;

import dev.kiln.generation.card.Defaults;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.LatentSpec;
import dev.kiln.generation.card.Prediction;
import dev.kiln.generation.card.StageKind;
import dev.kiln.generation.card.StageSpec;
import dev.kiln.generation.tensor.Shape;
import java.util.Map;

/** The cards of generators that only tables have. */
public final class TableCards {
  private TableCards() {}

  /**
   * A network that makes a row in one call and keeps the columns that are given.
   *
   * @param noise how many numbers it starts from
   */
  public static GeneratorCard vae(CardSubject subject, long noise) {
    StageSpec stage =
        new StageSpec(
            StageKind.SINGLE_SHOT,
            "generator.onnx",
            Map.of(StageSpec.LATENT, "z", StageSpec.KNOWN, "known", StageSpec.MASK, "mask"),
            "sample",
            Prediction.DIRECT,
            null,
            null,
            new LatentSpec(Shape.of(Math.toIntExact(noise))));
    return subject.card(
        "vae",
        subject.samples() + " in one step by a variational autoencoder; any columns can be given.",
        stage,
        new Defaults("direct", 1, 1.0),
        1);
  }
}
