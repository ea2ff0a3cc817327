package dev.kiln.streams.contract;

import dev.kiln.generation.message.Sentence;
import dev.kiln.generation.request.Outcome;
import dev.kiln.schemas.FailureCode;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.storage.StoredBlob;
import java.util.HashMap;
import java.util.Map;

/** What a request gets; exactly one of these for each. */
public sealed interface Answer {

  /**
   * Its samples, all of them.
   *
   * @param blobs those that are kept elsewhere since they are too large for a record, by index
   */
  record Samples(
      GenerationRequest request, Outcome.Generated generated, Map<Integer, StoredBlob> blobs)
      implements Answer {

    public Samples {
      blobs = Map.copyOf(blobs);
    }

    public Samples(GenerationRequest request, Outcome.Generated generated) {
      this(request, generated, Map.of());
    }

    /** The same, with more of them kept elsewhere. */
    public Samples with(Map<Integer, StoredBlob> more) {
      Map<Integer, StoredBlob> all = new HashMap<>(blobs);
      all.putAll(more);
      return new Samples(request, generated, all);
    }
  }

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
