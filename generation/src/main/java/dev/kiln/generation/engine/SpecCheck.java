package dev.kiln.generation.engine;

import dev.kiln.generation.card.DamagedGeneratorException;
import dev.kiln.generation.card.DirectoryLimits;
import dev.kiln.generation.card.Generator;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * Says whether a generator could serve a request, by its card and vocabularies alone: no network is
 * loaded. Made for those who check a configuration long before the first request.
 */
public final class SpecCheck {

  private SpecCheck() {}

  /**
   * What the engine would answer at once to a request that cannot be served, or empty where it
   * would begin to work.
   *
   * @throws DamagedGeneratorException when a vocabulary that the card names cannot be read
   */
  public static Optional<Outcome.Rejected> refusal(Generator generator, GenerationSpec spec)
      throws DamagedGeneratorException {
    var withoutNetworks =
        new LoadedGenerator(
            generator,
            ConditionReader.of(generator, DirectoryLimits.defaults()),
            List.of(),
            List.of(),
            new Usage(() -> {}));
    return new Admission(List.of(withoutNetworks)).decide(spec) instanceof Admission.Refused refused
        ? Optional.of(refused.outcome())
        : Optional.empty();
  }
}
