package dev.kiln.generation.request;

import dev.kiln.generation.message.Sentence;
import dev.kiln.generation.tensor.FloatTensor;
import java.util.List;

/** What came of a request; exactly one of these for each. */
public sealed interface Outcome {

  /**
   * All samples, in order.
   *
   * @param samples one tensor a sample, in the card's range, index by index
   * @param provenance what made them
   * @param timings where the time went
   */
  record Generated(List<FloatTensor> samples, Provenance provenance, Timings timings)
      implements Outcome {
    public Generated {
      samples = List.copyOf(samples);
    }
  }

  /**
   * The request asks for something that cannot be; asking again will not help.
   *
   * @param reason what kind of mistake
   * @param message one sentence that names the field, what was found and what is allowed
   */
  record Rejected(Rejection reason, String message) implements Outcome {
    public Rejected {
      message = Sentence.plain(message);
    }
  }

  /**
   * The request was fine and could not be served.
   *
   * @param trouble what kind of trouble
   * @param message one sentence that names the network and what was found
   */
  record Failed(Trouble trouble, String message) implements Outcome {
    public Failed {
      message = Sentence.plain(message);
    }

    public Failed(String message) {
      this(Trouble.NETWORK, message);
    }
  }

  /** The deadline passed before the samples were finished. */
  record Expired() implements Outcome {}

  /** Somebody took the request back, or the engine closed. */
  record Cancelled() implements Outcome {}
}
