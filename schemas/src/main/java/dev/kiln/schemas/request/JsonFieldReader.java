package dev.kiln.schemas.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value as the Avro value that a schema asks for. A union takes the first of its branches
 * that the value fits. Pure.
 */
final class JsonFieldReader {
  /** A field with this property takes a bare whole number where it wants text. */
  private static final String NUMBER_AS_TEXT = "numberAsText";

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final boolean numberAsText;

  private JsonFieldReader(boolean numberAsText) {
    this.numberAsText = numberAsText;
  }

  static @Nullable Object read(Schema.Field field, JsonNode node) throws JsonFieldException {
    var reader = new JsonFieldReader(Boolean.TRUE.equals(field.getObjectProp(NUMBER_AS_TEXT)));
    return reader.value(field.name(), field.schema(), node);
  }

  private @Nullable Object value(String where, Schema schema, JsonNode node)
      throws JsonFieldException {
    List<Schema> branches =
        schema.getType() == Schema.Type.UNION ? schema.getTypes() : List.of(schema);
    boolean text = branches.stream().anyMatch(branch -> branch.getType() == Schema.Type.STRING);
    for (Schema branch : branches) {
      // Where text is possible, "NaN" is text.
      boolean skipped = text && node.isTextual() && branch.getType() != Schema.Type.STRING;
      if (!skipped && fits(branch, node)) {
        return converted(where, branch, node);
      }
    }
    throw JsonFieldException.wrongType(where, node, expected(branches));
  }

  /** Whether the value is of the kind; its items are looked at when it is converted. */
  private boolean fits(Schema schema, JsonNode node) {
    return switch (schema.getType()) {
      case NULL -> node.isNull();
      case BOOLEAN -> node.isBoolean();
      case INT -> isWhole(node) && node.canConvertToInt();
      case LONG -> isWhole(node) && node.canConvertToLong();
      case FLOAT, DOUBLE -> node.isNumber() || nonFinite(node) != null;
      case STRING -> node.isTextual() || (numberAsText && node.isIntegralNumber());
      case BYTES -> node.isTextual();
      case ARRAY -> node.isArray();
      case MAP -> node.isObject();
      default -> false;
    };
  }

  private @Nullable Object converted(String where, Schema schema, JsonNode node)
      throws JsonFieldException {
    return switch (schema.getType()) {
      case NULL -> null;
      case BOOLEAN -> node.booleanValue();
      case INT -> node.intValue();
      case LONG -> node.longValue();
      case FLOAT -> (float) number(node);
      case DOUBLE -> number(node);
      case STRING -> node.asText();
      case BYTES -> base64(where, schema, node);
      case ARRAY -> items(where, schema.getElementType(), node);
      case MAP -> entries(where, schema.getValueType(), node);
      default -> throw JsonFieldException.wrongType(where, node, expected(List.of(schema)));
    };
  }

  private List<Object> items(String where, Schema schema, JsonNode array)
      throws JsonFieldException {
    List<@Nullable Object> items = new ArrayList<>(array.size());
    for (JsonNode item : array) {
      items.add(value(where + "[" + items.size() + "]", schema, item));
    }
    return items;
  }

  private Map<String, @Nullable Object> entries(String where, Schema schema, JsonNode object)
      throws JsonFieldException {
    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    for (var entry : object.properties()) {
      entries.put(entry.getKey(), value(where + "." + entry.getKey(), schema, entry.getValue()));
    }
    return entries;
  }

  /** 20 and 20.0 are whole, 20.5 and NaN are not. */
  private static boolean isWhole(JsonNode node) {
    return node.isIntegralNumber()
        || (node.isNumber() && node.doubleValue() == Math.rint(node.doubleValue()));
  }

  private static double number(JsonNode node) {
    Double special = nonFinite(node);
    return special == null ? node.doubleValue() : special;
  }

  private static @Nullable Double nonFinite(JsonNode node) {
    return switch (node.isTextual() ? node.textValue() : "") {
      case "NaN" -> Double.NaN;
      case "Infinity", "+Infinity", "INF", "+INF" -> Double.POSITIVE_INFINITY;
      case "-Infinity", "-INF" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  /** Line breaks are allowed, and so is the whole data URL that a browser hands out. */
  private ByteBuffer base64(String where, Schema schema, JsonNode node) throws JsonFieldException {
    String text = node.textValue();
    int comma = text.startsWith("data:") ? text.indexOf(',') : -1;
    try {
      return ByteBuffer.wrap(
          Base64.getDecoder().decode(BLANKS.matcher(text.substring(comma + 1)).replaceAll("")));
    } catch (IllegalArgumentException e) {
      throw JsonFieldException.wrongType(where, node, expected(List.of(schema)));
    }
  }

  private String expected(List<Schema> branches) {
    return branches.stream()
        .filter(branch -> branch.getType() != Schema.Type.NULL || branches.size() == 1)
        .map(JsonFieldReader::inWords)
        .collect(Collectors.joining(" or "));
  }

  private static String inWords(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> "null";
      case BOOLEAN -> "true or false";
      case INT -> "a whole number of 32 bits";
      case LONG -> "a whole number of 64 bits";
      case FLOAT, DOUBLE -> "a number";
      case STRING -> "a text in quotes";
      case BYTES -> "bytes as base64 text";
      case ARRAY -> "an array of " + inWords(schema.getElementType());
      case MAP -> "an object";
      default -> schema.getType().getName();
    };
  }
}
