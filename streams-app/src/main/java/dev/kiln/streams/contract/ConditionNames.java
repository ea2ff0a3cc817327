package dev.kiln.streams.contract;

import dev.kiln.schemas.avro.GenerationRequest;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a request by name, as the engine knows them. All that the request gives are
 * handed on, so that the engine refuses what the generator does not take instead of ignoring it.
 */
final class ConditionNames {

  private ConditionNames() {}

  static Map<String, String> of(GenerationRequest request) {
    var conditions = new LinkedHashMap<String, String>();
    put(conditions, "label", request.getLabel());
    put(conditions, "prompt", request.getPrompt());
    put(conditions, "negativePrompt", request.getNegativePrompt());
    put(conditions, "vector", request.getVector());
    put(conditions, "row", request.getRow());
    put(conditions, "strength", request.getStrength());
    put(conditions, "image", base64(request.getImage()));
    put(conditions, "mask", base64(request.getMask()));
    return conditions;
  }

  private static void put(Map<String, String> conditions, String name, @Nullable Object value) {
    if (value != null) {
      conditions.put(name, value.toString());
    }
  }

  private static @Nullable String base64(@Nullable ByteBuffer bytes) {
    if (bytes == null) {
      return null;
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return Base64.getEncoder().encodeToString(copy);
  }
}
