package dev.kiln.streams.topology;

import dev.kiln.generation.engine.Submission;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.streams.contract.SampleSpecs;

/**
 * What the topology needs of an engine. Safe for many threads; neither method waits for a network.
 */
public interface Generation extends SampleSpecs {

  /** Submits a request; what is wrong with it comes back as an outcome. */
  Submission submit(GenerationSpec spec);
}
