package dev.kiln.streams.contract;

import dev.kiln.generation.message.Sentence;
import dev.kiln.generation.request.Outcome;
import dev.kiln.schemas.FailureCode;
import dev.kiln.schemas.avro.GenerationRequest;

/** What a request gets; exactly one of these for each. */
public sealed interface Answer {

  /** Its samples, all of them. */
  record Samples(GenerationRequest request, Outcome.Generated generated) implements Answer {}

  /**
   * The reason why it gets none.
   *
   * @param requestId the id that the request gave, or that of its record
   * @param sentence names the thing, what was found and what was expected
   */
  record Problem(String requestId, FailureCode code, String sentence) implements Answer {
    public Problem {
      sentence = Sentence.plain(sentence);
    }
  }
}
