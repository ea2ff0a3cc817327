package dev.kiln.streams.faults;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import org.jspecify.annotations.Nullable;

/**
 * One committed record that answers a request: a sample or a failure, one of the two being null.
 *
 * @param partition the partition that it lies in, of the samples or of the failures
 * @param offset its offset there
 * @param key the record's key
 * @param ask the request's id, as a header of the request says that came back with the answer
 */
record Answered(
    int partition,
    long offset,
    String key,
    String ask,
    @Nullable GeneratedSample sample,
    @Nullable GenerationFailure failure) {

  Answered {
    if ((sample == null) == (failure == null)) {
      throw new IllegalArgumentException("an answer is either a sample or a failure");
    }
  }

  /** The request's id as the record has it. */
  String requestId() {
    if (sample != null) {
      return sample.getRequestId();
    }
    return failure == null ? "" : failure.getRequestId();
  }
}
