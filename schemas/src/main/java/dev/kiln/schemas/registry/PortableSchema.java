package dev.kiln.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;

/** A schema as other languages should see it: without the hints that only Java's readers use. */
final class PortableSchema {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PortableSchema() {}

  static String text(Schema schema) {
    try {
      return withoutJavaHints(JSON.readTree(schema.toString())).toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Avro wrote a schema that is not JSON: " + schema, e);
    }
  }

  private static JsonNode withoutJavaHints(JsonNode node) {
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JSON.createArrayNode();
      array.forEach(item -> copy.add(withoutJavaHints(item)));
      return copy;
    }
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    ObjectNode copy = JSON.createObjectNode();
    object
        .properties()
        .forEach(
            field -> {
              if (field.getKey().equals("default")) {
                copy.set("default", field.getValue());
              } else if (!field.getKey().equals("avro.java.string")) {
                copy.set(field.getKey(), withoutJavaHints(field.getValue()));
              }
            });
    boolean onlyType = copy.size() == 1 && copy.path("type").asText().equals("string");
    return onlyType ? copy.get("type") : copy;
  }
}
