package dev.kiln.streams.contract;

import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Rejection;
import dev.kiln.generation.request.Trouble;
import dev.kiln.schemas.FailureCode;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.streams.contract.Answer.Problem;
import dev.kiln.streams.contract.Answer.Samples;
import java.util.Optional;

/** The engine's outcomes as answers. Pure functions. */
public final class Outcomes {

  private Outcomes() {}

  /**
   * The answer that an outcome is. Empty for a cancellation: whoever takes a request back answers
   * it himself, and otherwise the engine is closing and the request is for the next start.
   */
  public static Optional<Answer> answer(
      String requestId, GenerationRequest request, Outcome outcome) {
    if (outcome instanceof Outcome.Generated generated) {
      return Optional.of(new Samples(request, generated));
    }
    if (outcome instanceof Outcome.Rejected rejected) {
      return Optional.of(
          new Problem(requestId, code(rejected.reason()), sentence(rejected.message())));
    }
    if (outcome instanceof Outcome.Failed failed) {
      return Optional.of(
          new Problem(requestId, code(failed.trouble()), sentence(failed.message())));
    }
    if (outcome instanceof Outcome.Expired) {
      return Optional.of(expired(requestId, request));
    }
    return Optional.empty();
  }

  static Problem expired(String requestId, GenerationRequest request) {
    return new Problem(
        requestId,
        FailureCode.EXPIRED,
        "The samples were not finished within the deadline of %d ms."
            .formatted(request.getDeadlineMs()));
  }

  static FailureCode code(Rejection reason) {
    return switch (reason) {
      case UNKNOWN_GENERATOR -> FailureCode.UNKNOWN_GENERATOR;
      case BAD_CONDITION -> FailureCode.BAD_CONDITION;
      case BAD_COUNT -> FailureCode.BAD_COUNT;
      case BAD_STEPS -> FailureCode.BAD_STEPS;
      case BAD_GUIDANCE -> FailureCode.BAD_GUIDANCE;
      case BAD_SAMPLER -> FailureCode.BAD_SAMPLER;
      case BAD_IMAGE -> FailureCode.BAD_IMAGE;
      case BAD_INTERPOLATION -> FailureCode.BAD_INTERPOLATION;
      case BAD_PREVIEWS -> FailureCode.BAD_PREVIEWS;
    };
  }

  static FailureCode code(Trouble trouble) {
    return switch (trouble) {
      case NETWORK -> FailureCode.ENGINE_FAILED;
      case OUT_OF_MEMORY -> FailureCode.OUT_OF_MEMORY;
      case HUNG -> FailureCode.HUNG;
      case NOT_FINITE -> FailureCode.NOT_FINITE;
    };
  }

  private static String sentence(String message) {
    return message.endsWith(".") ? message : message + ".";
  }
}
