package dev.kiln.streams.contract;

import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.schemas.avro.GenerationRequest;
import org.jspecify.annotations.Nullable;

/** What a stored record turns out to be. */
public sealed interface ReadResult {

  /**
   * A request for the engine.
   *
   * @param id the id that it gave, or that of its record
   */
  record Ready(String id, GenerationRequest request, GenerationSpec spec) implements ReadResult {}

  /**
   * A record that gets a failure without the engine's help.
   *
   * @param request what it asks for; null where that cannot be read
   */
  record Unusable(Answer.Problem problem, @Nullable GenerationRequest request)
      implements ReadResult {}

  /** Not known yet, because the registry does not answer. */
  record Later(String sentence) implements ReadResult {}
}
