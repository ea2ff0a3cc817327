package dev.kiln.generation.engine;

import dev.kiln.generation.request.Outcome;
import java.util.concurrent.CompletableFuture;

/** A submission that ended before it began. */
record Ended(Outcome how) implements Submission {

  @Override
  public CompletableFuture<Outcome> outcome() {
    return CompletableFuture.completedFuture(how);
  }

  @Override
  public void cancel() {
    // It has ended.
  }
}
