package dev.kiln.streams.contract;

import dev.kiln.generation.card.SampleSpec;
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
}
