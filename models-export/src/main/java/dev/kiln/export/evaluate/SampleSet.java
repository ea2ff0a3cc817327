package dev.kiln.export.evaluate;

import dev.kiln.generation.request.Provenance;
import dev.kiln.generation.tensor.FloatTensor;
import java.util.List;

/**
 * The samples that a generator made for an evaluation.
 *
 * @param samples one tensor each, in the card's range
 * @param labels which class each was asked to show; all 0 if the generator takes no class
 * @param provenance how they were made
 * @param seconds how long the engine took for all of them
 */
@SuppressWarnings("ArrayRecordComponent")
public record SampleSet(
    List<FloatTensor> samples, int[] labels, Provenance provenance, double seconds) {
  public SampleSet {
    samples = List.copyOf(samples);
  }
}
