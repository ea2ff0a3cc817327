package dev.kiln.streams.contract;

import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.GuidanceOptions;
import dev.kiln.generation.request.Interpolation;
import dev.kiln.schemas.avro.GenerationRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests in the engine's words. All conditions that a request gives are handed on, so that the
 * engine refuses what the generator does not take instead of ignoring it. Pure functions.
 */
final class RequestSpecs {

  private RequestSpecs() {}

  /**
   * A request as the engine takes it.
   *
   * @param seed the seed where the request names none
   * @param samples what the generator's samples are, or null if there is no such generator
   * @throws IllegalArgumentException in one sentence, if its picture or mask cannot be used
   */
  static GenerationSpec of(
      GenerationRequest request,
      long seed,
      @Nullable Long deadlineNanos,
      @Nullable SampleSpec samples) {
    Long given = request.getSeed();
    return new GenerationSpec(
        request.getGenerator(),
        request.getVersion(),
        conditions(request),
        request.getCount(),
        given == null ? seed : given,
        request.getSampler(),
        request.getSteps(),
        request.getGuidance(),
        guidance(request),
        SourceImages.of(request, samples),
        row(request),
        interpolation(request),
        request.getPreviews(),
        request.getPriority(),
        deadlineNanos,
        null);
  }

  private static Map<String, String> conditions(GenerationRequest request) {
    var conditions = new LinkedHashMap<String, String>();
    put(conditions, "label", request.getLabel());
    put(conditions, "prompt", request.getPrompt());
    put(conditions, "vector", request.getVector());
    return conditions;
  }

  /** The columns that a request gives, in the Java types that Avro gives them. */
  static Map<String, @Nullable Object> row(GenerationRequest request) {
    return request.getRow() == null ? Map.of() : request.getRow();
  }

  private static GuidanceOptions guidance(GenerationRequest request) {
    var negative = new LinkedHashMap<String, String>();
    put(negative, "label", request.getNegativeLabel());
    put(negative, "prompt", request.getNegativePrompt());
    return new GuidanceOptions(
        orElse(request.getGuidanceRescale(), 0),
        orElse(request.getGuidanceFrom(), 0),
        orElse(request.getGuidanceUntil(), 1),
        negative);
  }

  private static @Nullable Interpolation interpolation(GenerationRequest request) {
    var conditions = new LinkedHashMap<String, String>();
    put(conditions, "label", request.getToLabel());
    put(conditions, "prompt", request.getToPrompt());
    Long seed = request.getToSeed();
    return seed == null && conditions.isEmpty() ? null : new Interpolation(seed, conditions);
  }

  private static void put(Map<String, String> conditions, String name, @Nullable Object value) {
    if (value != null) {
      conditions.put(name, value.toString());
    }
  }

  private static double orElse(@Nullable Double value, double otherwise) {
    return value == null ? otherwise : value;
  }
}
