package dev.kiln.connect.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.schemas.FailureCode;
import dev.kiln.schemas.registry.SchemaSource;
import dev.kiln.schemas.request.DecodeResult;
import dev.kiln.schemas.request.DecodeResult.Undecodable;
import dev.kiln.schemas.request.RequestDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Turns lines into requests. Safe for many threads; pure. */
final class RequestLines {

  static final String REQUEST_ID = "requestId";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final RequestDecoder decoder = new RequestDecoder(SchemaSource.none());
  private final ObjectNode defaults;

  /** What a line turned out to be. */
  sealed interface Result {}

  /**
   * A request of the right form.
   *
   * @param id its id
   * @param json the whole request, as Kiln's streaming app reads it
   */
  record Request(String id, String json) implements Result {}

  /**
   * No request.
   *
   * @param sentence for people: what was found, what was expected
   */
  record Bad(FailureCode code, String sentence) implements Result {}

  /**
   * @param defaults what every request gets that does not say otherwise
   */
  RequestLines(ObjectNode defaults) {
    this.defaults = defaults.deepCopy();
  }

  /**
   * A JSON object with defaults, or nothing.
   *
   * @throws IllegalArgumentException in one sentence, if it is no object, or its fields are not
   *     those of a request
   */
  static ObjectNode defaults(String text) {
    if (text.isBlank()) {
      return JSON.createObjectNode();
    }
    DecodeResult whole;
    JsonNode given;
    try {
      given = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("is not JSON: " + e.getOriginalMessage(), e);
    }
    if (!(given instanceof ObjectNode object)) {
      throw new IllegalArgumentException("must be a JSON object with fields of a request");
    }
    ObjectNode probe = object.deepCopy();
    if (!probe.has("generator")) {
      probe.put("generator", "any");
    }
    whole = new RequestDecoder(SchemaSource.none()).decode(bytes(probe.toString()));
    if (whole instanceof Undecodable wrong) {
      throw new IllegalArgumentException(wrong.sentence());
    }
    return object;
  }

  /** A line of JSON. */
  Result json(String line, String id) {
    try {
      JsonNode node = JSON.readTree(line);
      if (node instanceof ObjectNode object) {
        return request(object, id);
      }
    } catch (JsonProcessingException e) {
      // The decoder says it better.
    }
    return decoder.decode(bytes(line)) instanceof Undecodable wrong
        ? new Bad(wrong.code(), wrong.sentence())
        : new Bad(FailureCode.BAD_JSON, "The line is not one JSON object.");
  }

  /** A record of CSV. */
  Result csv(List<String> header, String line, String id) {
    try {
      return request(CsvRequest.read(header, CsvLine.fields(line)), id);
    } catch (IllegalArgumentException e) {
      return new Bad(
          FailureCode.UNREADABLE, "The line is not CSV that fits: " + e.getMessage() + ".");
    }
  }

  /** A prompt. */
  Result prompt(String line, String id) {
    return request(JSON.createObjectNode().put("prompt", line), id);
  }

  private Result request(ObjectNode given, String id) {
    ObjectNode whole = defaults.deepCopy();
    whole.setAll(given);
    if (!whole.hasNonNull(REQUEST_ID)) {
      whole.put(REQUEST_ID, id);
    }
    String json = whole.toString();
    return decoder.decode(bytes(json)) instanceof Undecodable wrong
        ? new Bad(wrong.code(), wrong.sentence())
        : new Request(whole.get(REQUEST_ID).asText(), json);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
