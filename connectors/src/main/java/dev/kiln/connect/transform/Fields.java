package dev.kiln.connect.transform;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Structs and maps as fields by name, and with more or other fields. Pure; changes no input. */
final class Fields {

  private Fields() {}

  /**
   * The fields.
   *
   * @param what what to call it in messages, such as "value"
   * @throws DataException in one sentence, if it has no fields
   */
  static Map<String, @Nullable Object> of(String what, @Nullable Object part) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (part instanceof Struct struct) {
      for (Field field : struct.schema().fields()) {
        fields.put(field.name(), struct.get(field));
      }
      return fields;
    }
    if (part instanceof Map<?, ?> map) {
      map.forEach((name, value) -> fields.put(String.valueOf(name), value));
      return fields;
    }
    throw new DataException(
        "The "
            + what
            + " must be a struct or a map, was "
            + (part == null ? "null" : part.getClass().getSimpleName()));
  }

  /** A schema with a field in place of one of that name, or after all others. */
  static Schema with(Schema schema, String name, Schema type) {
    SchemaBuilder wider = SchemaBuilder.struct();
    if (schema.name() != null) {
      wider.name(schema.name());
    }
    if (schema.version() != null) {
      wider.version(schema.version());
    }
    if (schema.doc() != null) {
      wider.doc(schema.doc());
    }
    if (schema.isOptional()) {
      wider.optional();
    }
    for (Field field : schema.fields()) {
      if (!field.name().equals(name)) {
        wider.field(field.name(), field.schema());
      }
    }
    return wider.field(name, type).build();
  }

  /** A struct of a wider schema: the fields of one, and one more. */
  static Struct with(Struct struct, Schema wider, String name, @Nullable Object value) {
    Struct copy = new Struct(wider);
    for (Field field : wider.fields()) {
      copy.put(field, field.name().equals(name) ? value : struct.get(field.name()));
    }
    return copy;
  }
}
