package dev.kiln.schemas.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.schemas.FailureCode;
import org.apache.avro.Schema;

/** A JSON field that does not fit the schema. Stays inside this package. */
final class JsonFieldException extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureCode code;
  private final String sentence;

  private JsonFieldException(FailureCode code, String sentence) {
    super(sentence, null, false, false);
    this.code = code;
    this.sentence = sentence;
  }

  FailureCode code() {
    return code;
  }

  String sentence() {
    return sentence;
  }

  static JsonFieldException unknown(String name, Schema schema) {
    var names = schema.getFields().stream().map(Schema.Field::name).toList();
    return new JsonFieldException(
        FailureCode.UNKNOWN_FIELD,
        "Requests have no field %s; the nearest is %s."
            .formatted(quoted(name), NearestName.of(name, names)));
  }

  static JsonFieldException missing(Schema.Field field) {
    return new JsonFieldException(
        FailureCode.MISSING_FIELD,
        "The field %s is missing; it has no default.".formatted(field.name()));
  }

  /**
   * @param where the field, or an item in it, such as vector[3]
   * @param expected what would have fitted, such as "a whole number"
   */
  static JsonFieldException wrongType(String where, JsonNode found, String expected) {
    return new JsonFieldException(
        FailureCode.WRONG_TYPE,
        "The field %s is %s; expected %s.".formatted(where, shown(found), expected));
  }

  private static String shown(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> "the text " + quoted(node.textValue());
      case NUMBER -> "the number " + cut(node.asText());
      case BOOLEAN -> node.asText();
      case NULL -> "null";
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      default -> "of an unknown kind";
    };
  }

  private static String quoted(String text) {
    return '"' + cut(text.replaceAll("\\p{Cntrl}", "?")) + '"';
  }

  private static String cut(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }
}
