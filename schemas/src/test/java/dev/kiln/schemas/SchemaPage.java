package dev.kiln.schemas;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.schemas.avro.GenerationPreview;
import dev.kiln.schemas.avro.GenerationRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/** Writes docs/schemas.md from the schemas. */
final class SchemaPage {
  private static final String INTRODUCTION =
      """
      # Requests, samples, failures and previews

      <!-- Generated from the Avro schemas in schemas/src/main/avro. After a change run docs/refresh -->

      A request is either Avro in the Confluent wire format (a zero byte, the schema id as four bytes big endian, the
      Avro binary encoding) or the same schema as plain JSON. The first byte tells them apart, so a console producer
      works:

      ```json
      {"generator": "digits-ddpm", "label": 7, "count": 4, "seed": 42}
      ```

      In JSON, absent fields take their defaults; unions need no type wrappers; bytes are base64 (a data URL is accepted
      too); `NaN` and `Infinity` are read, and then refused by name where a number must be finite. A field that requests
      do not have, or a value of the wrong type, is an error that names the field.

      A null value (a tombstone) cancels what is in flight under its key. An empty value is an error.

      Samples, failures and previews are Avro in the same wire format. With `stringType` String, Java classes for all of
      them are in `dev.kiln.schemas.avro`; `dev.kiln.schemas.wire.AvroSerde` reads and writes them, and so does any serde that speaks
      the wire format. From Avro 1.12.2 on, Avro makes only classes that it is told to trust: a program that reads them
      through another serde, or copies them with `newBuilder(other)`, sets the system property
      `org.apache.avro.SERIALIZABLE_PACKAGES=dev.kiln.schemas.avro`.
      """;

  private static final String CODES =
      """

      ## Failure codes

      [failures.md](failures.md) lists the codes, what to do about each, and whether it helps to send the same record again.
      """;

  private SchemaPage() {}

  static String render() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    Map<String, Schema> inner = new LinkedHashMap<>();
    for (Schema schema :
        List.of(
            GenerationRequest.getClassSchema(),
            GeneratedSample.getClassSchema(),
            GenerationFailure.getClassSchema(),
            GenerationPreview.getClassSchema())) {
      record(page, schema);
      for (Schema.Field field : schema.getFields()) {
        if (field.schema().getType() == Schema.Type.RECORD) {
          inner.putIfAbsent(field.schema().getFullName(), field.schema());
        }
      }
    }
    inner.values().forEach(schema -> record(page, schema));
    return page.append(CODES).toString();
  }

  private static void record(StringBuilder page, Schema schema) {
    page.append("\n## %s\n\n%s\n\n".formatted(schema.getName(), schema.getDoc()));
    page.append("| field | type | default | meaning |\n| --- | --- | --- | --- |\n");
    for (Schema.Field field : schema.getFields()) {
      page.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(field.name(), type(field.schema()), defaultOf(field), field.doc()));
    }
  }

  private static String type(Schema schema) {
    return switch (schema.getType()) {
      case UNION -> {
        List<String> branches = new ArrayList<>();
        schema.getTypes().forEach(branch -> branches.add(type(branch)));
        yield branches.stream().collect(Collectors.joining(" or "));
      }
      case ARRAY -> "array of " + type(schema.getElementType());
      case MAP -> "map of (" + type(schema.getValueType()) + ")";
      case RECORD ->
          "[%s](#%s)".formatted(schema.getName(), schema.getName().toLowerCase(Locale.ROOT));
      default -> schema.getType().getName();
    };
  }

  private static String defaultOf(Schema.Field field) {
    if (!field.hasDefaultValue()) {
      return "required";
    }
    Object value = field.defaultVal();
    return value.equals(JsonProperties.NULL_VALUE) ? "null" : String.valueOf(value);
  }
}
