package dev.kiln.schemas.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.schemas.FailureCode;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.request.DecodeResult.Decoded;
import dev.kiln.schemas.request.DecodeResult.Undecodable;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/**
 * Reads a request as a person types it: plain JSON with the schema's field names, absent fields at
 * their defaults, no type wrappers around unions, base64 for bytes. Safe for many threads.
 */
final class JsonRequestReader {
  private static final int MAX_DEPTH = 16;
  private static final int MAX_NUMBER_LENGTH = 100;

  private static final Schema SCHEMA = GenerationRequest.getClassSchema();

  private final ObjectReader reader =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER_LENGTH)
                          .maxNameLength(1_000)
                          // A string may fill the record; the broker limits the record.
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  /**
   * @param start where the opening brace stands
   */
  DecodeResult read(byte[] value, int start) {
    JsonNode tree;
    try {
      tree = reader.readTree(value, start, value.length - start);
    } catch (JsonProcessingException e) {
      return new Undecodable(FailureCode.BAD_JSON, sentence(e, start));
    } catch (IOException e) {
      return new Undecodable(
          FailureCode.BAD_JSON, "The JSON cannot be read: " + e.getMessage() + ".");
    }
    if (!(tree instanceof ObjectNode object)) {
      return new Undecodable(
          FailureCode.BAD_JSON, "The value is not a JSON object; expected one that begins with {.");
    }
    try {
      return new Decoded(request(object));
    } catch (JsonFieldException e) {
      return new Undecodable(e.code(), e.sentence());
    }
  }

  private static GenerationRequest request(ObjectNode object) throws JsonFieldException {
    for (var field : object.properties()) {
      if (SCHEMA.getField(field.getKey()) == null) {
        throw JsonFieldException.unknown(field.getKey(), SCHEMA);
      }
    }
    var request = new GenerationRequest();
    for (Schema.Field field : SCHEMA.getFields()) {
      JsonNode given = object.get(field.name());
      if (given != null) {
        request.put(field.pos(), JsonFieldReader.read(field, given));
      } else if (field.hasDefaultValue()) {
        request.put(field.pos(), SpecificData.get().getDefaultValue(field));
      } else {
        throw JsonFieldException.missing(field);
      }
    }
    return request;
  }

  private static String sentence(JsonProcessingException e, int start) {
    // What Jackson adds in brackets is the place once more, in its own words.
    String said =
        e.getOriginalMessage()
            .replaceAll("\\s+", " ")
            .replaceAll(" \\(start marker at .*\\)", "")
            .strip();
    String cause = said.length() > 200 ? said.substring(0, 200) + "..." : said;
    var at = e.getLocation();
    return at == null
        ? "The JSON is not well-formed: %s.".formatted(cause)
        : "The JSON is not well-formed at byte %d: %s."
            .formatted(start + Math.max(0, at.getByteOffset()), cause);
  }
}
