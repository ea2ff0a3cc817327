package dev.kiln.streams.topology;

import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.engine.Submission;
import dev.kiln.generation.request.GenerationSpec;
import java.util.Optional;

/**
 * What the topology needs of an engine. Safe for many threads; neither method waits for a network.
 */
public interface Generation {

  /** Submits a request; what is wrong with it comes back as an outcome. */
  Submission submit(GenerationSpec spec);

  /** What a generator's samples are; empty when no such generator is loaded. */
  Optional<SampleSpec> sample(String generator, String version);
}
