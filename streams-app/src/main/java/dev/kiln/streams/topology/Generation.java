package dev.kiln.streams.topology;

import dev.kiln.generation.engine.PreviewBox;
import dev.kiln.generation.engine.Submission;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.streams.contract.SampleSpecs;
import org.jspecify.annotations.Nullable;

/** What the topology needs of an engine. Safe for many threads; no method waits for a network. */
public interface Generation extends SampleSpecs {

  /** Submits a request; what is wrong with it comes back as an outcome. */
  Submission submit(GenerationSpec spec);

  /**
   * Submits a request of which somebody wants to see previews.
   *
   * @param previews gets them, as far as there are some; null where nobody looks
   */
  default Submission submit(GenerationSpec spec, @Nullable PreviewBox previews) {
    return submit(spec);
  }
}
