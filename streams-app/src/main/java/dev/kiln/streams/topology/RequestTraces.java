package dev.kiln.streams.topology;

import dev.kiln.schemas.FailureCode;
import dev.kiln.streams.contract.Answer;
import dev.kiln.streams.inflight.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Follows requests beyond this process: tells of each, and what its answer's headers are to say.
 * Called on stream threads, inside transactions: what is told may be rolled back and told again.
 * Must be quick and must not throw.
 */
public interface RequestTraces {

  /** Follows nothing; answers carry the headers of their requests as they are. */
  RequestTraces NONE =
      request ->
          new Trace() {
            @Override
            public Entry request() {
              return request;
            }

            @Override
            public void answered(Told answer) {}
          };

  /**
   * A request is about to be answered. May be asked again for the same request, if its answer could
   * not be written or was rolled back.
   */
  Trace answering(Entry request);

  /** A request on its way out. For the stream thread alone. */
  interface Trace {

    /** The request, with the headers that its answer is to carry. */
    Entry request();

    /** The answer left; not called where it has to be written again later. */
    void answered(Told answer);
  }

  /**
   * What is known of a request that was answered.
   *
   * @param id the request's, as in the answer
   * @param generator its name; null where the request could not be read, or asked for one that is
   *     not there
   * @param answer its samples, or the reason why there are none
   * @param code why there are no samples; null where there are
   * @param atMs when the answer left, in milliseconds since the epoch
   */
  record Told(
      String id,
      @Nullable String generator,
      @Nullable Answer answer,
      @Nullable FailureCode code,
      long atMs) {}
}
