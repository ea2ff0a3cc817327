package dev.kiln.schemas.request;

import dev.kiln.schemas.FailureCode;
import dev.kiln.schemas.avro.GenerationRequest;

/** What became of a record's bytes. */
public sealed interface DecodeResult {

  /** A request of the right form; whether a generator can serve it is not known yet. */
  record Decoded(GenerationRequest request) implements DecodeResult {}

  /**
   * Not a request, now and for ever.
   *
   * @param sentence for people: names the thing, what was found, what was expected
   */
  record Undecodable(FailureCode code, String sentence) implements DecodeResult {}

  /** Not known yet: the registry did not answer. Keep the bytes and decode them again later. */
  record RegistryOutage(String sentence) implements DecodeResult {}
}
