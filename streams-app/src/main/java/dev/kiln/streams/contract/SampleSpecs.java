package dev.kiln.streams.contract;

import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.request.Provenance;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what a generator's samples are. Safe for many threads. */
@FunctionalInterface
public interface SampleSpecs {

  /**
   * Empty when no such generator is loaded.
   *
   * @param version null is the newest
   */
  Optional<SampleSpec> sample(String generator, @Nullable String version);

  /** What the samples are that were made so, even where that generator was replaced since. */
  default Optional<SampleSpec> of(Provenance made) {
    return sample(made.generator(), made.version());
  }
}
