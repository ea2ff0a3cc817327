package dev.kiln.generation.engine;

import dev.kiln.generation.request.Outcome;
import java.util.concurrent.CompletableFuture;

/**
 * A request on its way through the engine. Safe for many threads.
 *
 * <p>The outcome completes exactly once, on an engine thread (or on the submitting thread when the
 * request is rejected at once): whatever hangs on it must be short and must not wait.
 */
public interface Submission {

  /** Completes with what came of the request; never completes exceptionally. */
  CompletableFuture<Outcome> outcome();

  /**
   * Takes the request back; its rows leave the batch at the next step. Does nothing once it ended.
   */
  void cancel();
}
