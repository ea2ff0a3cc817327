package dev.kiln.connect.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.schemas.avro.GenerationRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * Fields of CSV as a request. A column is called like a field of the request, or {@code row.NAME}
 * for a column of its row; an empty field is left out.
 */
final class CsvRequest {

  private static final String ROW = "row.";
  private static final ObjectMapper JSON = new ObjectMapper();

  private CsvRequest() {}

  /**
   * A line as the JSON object that it stands for.
   *
   * @throws IllegalArgumentException in one sentence, if the line does not fit the header
   */
  static ObjectNode read(List<String> header, List<String> fields) {
    if (fields.size() != header.size()) {
      throw new IllegalArgumentException(
          "the line has " + fields.size() + " fields, the header names " + header.size());
    }
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i).strip();
      String text = fields.get(i);
      if (text.isEmpty()) {
        continue;
      }
      if (name.startsWith(ROW)) {
        request.withObjectProperty("row").set(name.substring(ROW.length()), guess(text));
      } else {
        request.set(name, value(name, text));
      }
    }
    return request;
  }

  /** A text where the request takes a text, and a number, list or object where it takes that. */
  private static JsonNode value(String name, String text) {
    Schema.Field field = GenerationRequest.getClassSchema().getField(name);
    Set<Schema.Type> types = field == null ? Set.of() : types(field.schema());
    return types.contains(Schema.Type.STRING) || types.contains(Schema.Type.BYTES)
        ? JsonNodeFactory.instance.textNode(text)
        : json(text);
  }

  /** In a row: true, false and numbers as such, everything else as text. */
  private static JsonNode guess(String text) {
    JsonNode node = json(text);
    return node.isNumber() || node.isBoolean() ? node : JsonNodeFactory.instance.textNode(text);
  }

  private static JsonNode json(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node.isMissingNode() ? JsonNodeFactory.instance.textNode(text) : node;
    } catch (JsonProcessingException e) {
      return JsonNodeFactory.instance.textNode(text);
    }
  }

  private static Set<Schema.Type> types(Schema schema) {
    Stream<Schema> branches = schema.isUnion() ? schema.getTypes().stream() : Stream.of(schema);
    return branches.map(Schema::getType).collect(Collectors.toSet());
  }
}
