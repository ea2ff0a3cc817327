package dev.kiln.connect.avro;

import static dev.kiln.connect.avro.Conventions.NAMESPACE;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The Avro schema of a Connect schema. What Avro has no word for goes into properties, under the
 * names of {@link Conventions}. One use, one thread.
 */
final class ToAvroSchema {

  private final AvroConverterConfig config;
  private final ToAvroValue values = new ToAvroValue();
  private int unnamed;
  private int entries;

  private ToAvroSchema(AvroConverterConfig config) {
    this.config = config;
  }

  /**
   * @throws DataException in one sentence, if Avro cannot have it
   * @throws org.apache.avro.AvroRuntimeException if a name or a default is not Avro's
   */
  static Schema of(org.apache.kafka.connect.data.Schema schema, AvroConverterConfig config) {
    return new ToAvroSchema(config).whole(schema);
  }

  /** With null where the schema is optional; first comes the one that has the default. */
  private Schema whole(org.apache.kafka.connect.data.Schema schema) {
    Schema base = base(schema);
    if (base.getType() == Schema.Type.UNION || !schema.isOptional()) {
      return base;
    }
    Schema none = Schema.create(Schema.Type.NULL);
    return schema.defaultValue() == null
        ? Schema.createUnion(none, base)
        : Schema.createUnion(base, none);
  }

  private Schema base(org.apache.kafka.connect.data.Schema schema) {
    if (Conventions.UNION.equals(schema.name())) {
      return union(schema);
    }
    Schema base =
        switch (schema.type()) {
          case INT8, INT16, INT32 -> Schema.create(Schema.Type.INT);
          case INT64 -> Schema.create(Schema.Type.LONG);
          case FLOAT32 -> Schema.create(Schema.Type.FLOAT);
          case FLOAT64 -> Schema.create(Schema.Type.DOUBLE);
          case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
          case STRING -> string(schema);
          case BYTES -> bytes(schema);
          case ARRAY -> Schema.createArray(whole(schema.valueSchema()));
          case MAP -> map(schema);
          case STRUCT -> record(schema);
        };
    addLogicalType(base, schema);
    if (config.metadata()) {
      addMetadata(base, schema);
    }
    return base;
  }

  private Schema union(org.apache.kafka.connect.data.Schema schema) {
    List<Schema> branches = new ArrayList<>();
    if (schema.isOptional()) {
      branches.add(Schema.create(Schema.Type.NULL));
    }
    schema.fields().forEach(field -> branches.add(base(field.schema())));
    return Schema.createUnion(branches);
  }

  private Schema string(org.apache.kafka.connect.data.Schema schema) {
    String name = parameter(schema, Conventions.ENUM);
    if (name == null || !config.enhanced()) {
      return Schema.create(Schema.Type.STRING);
    }
    String prefix = Conventions.ENUM + ".";
    List<String> symbols =
        schema.parameters().entrySet().stream()
            .filter(parameter -> parameter.getKey().startsWith(prefix))
            .map(Map.Entry::getValue)
            .toList();
    return Schema.createEnum(simple(name), null, namespace(name), symbols);
  }

  private static Schema bytes(org.apache.kafka.connect.data.Schema schema) {
    String size = parameter(schema, Conventions.FIXED_SIZE);
    if (size == null || schema.name() == null) {
      return Schema.create(Schema.Type.BYTES);
    }
    return Schema.createFixed(
        simple(schema.name()), null, namespace(schema.name()), Integer.parseInt(size));
  }

  private Schema map(org.apache.kafka.connect.data.Schema schema) {
    var key = schema.keySchema();
    if (key.type() == org.apache.kafka.connect.data.Schema.Type.STRING && !key.isOptional()) {
      return Schema.createMap(whole(schema.valueSchema()));
    }
    entries++;
    String name =
        schema.name() == null
            ? NAMESPACE + "." + Conventions.MAP_ENTRY + (entries == 1 ? "" : entries)
            : schema.name();
    Schema entry = Schema.createRecord(simple(name), null, namespace(name), false);
    if (!name.equals(NAMESPACE + "." + Conventions.MAP_ENTRY)) {
      entry.addProp(Conventions.CONNECT_INTERNAL_TYPE, Conventions.MAP_ENTRY);
    }
    entry.setFields(
        List.of(field(Conventions.KEY, key), field(Conventions.VALUE, schema.valueSchema())));
    return Schema.createArray(entry);
  }

  private Schema record(org.apache.kafka.connect.data.Schema schema) {
    String name = schema.name();
    if (name == null) {
      unnamed++;
      name = NAMESPACE + "." + Conventions.DEFAULT_NAME + (unnamed == 1 ? "" : unnamed);
    }
    Schema record =
        Schema.createRecord(
            simple(name), parameter(schema, Conventions.RECORD_DOC), namespace(name), false);
    List<Schema.Field> fields = new ArrayList<>();
    for (Field field : schema.fields()) {
      fields.add(field(field.name(), field.schema()));
    }
    record.setFields(fields);
    return record;
  }

  private Schema.Field field(String name, org.apache.kafka.connect.data.Schema schema) {
    Schema avro = whole(schema);
    Object defaultValue = null;
    if (schema.defaultValue() != null) {
      defaultValue = defaultValue(schema, avro);
    } else if (schema.isOptional()) {
      defaultValue = JsonProperties.NULL_VALUE;
    }
    return new Schema.Field(name, avro, null, defaultValue);
  }

  private Object defaultValue(org.apache.kafka.connect.data.Schema schema, Schema avro) {
    return PlainValue.of(values.of(schema, avro, schema.defaultValue(), "the default"));
  }

  private static void addLogicalType(Schema base, org.apache.kafka.connect.data.Schema schema) {
    if (schema.name() == null) {
      return;
    }
    switch (schema.name()) {
      case Decimal.LOGICAL_NAME -> {
        String precision = parameter(schema, Conventions.DECIMAL_PRECISION);
        String scale = parameter(schema, Decimal.SCALE_FIELD);
        LogicalTypes.decimal(
                precision == null ? Conventions.DEFAULT_PRECISION : Integer.parseInt(precision),
                scale == null ? 0 : Integer.parseInt(scale))
            .addToSchema(base);
      }
      case Date.LOGICAL_NAME -> LogicalTypes.date().addToSchema(base);
      case Time.LOGICAL_NAME -> LogicalTypes.timeMillis().addToSchema(base);
      case Timestamp.LOGICAL_NAME -> LogicalTypes.timestampMillis().addToSchema(base);
      default -> {}
    }
  }

  private void addMetadata(Schema base, org.apache.kafka.connect.data.Schema schema) {
    if (schema.doc() != null) {
      base.addProp(Conventions.CONNECT_DOC, schema.doc());
    }
    if (schema.version() != null) {
      base.addProp(Conventions.CONNECT_VERSION, (Object) schema.version());
    }
    if (schema.parameters() != null && !schema.parameters().isEmpty()) {
      base.addProp(Conventions.CONNECT_PARAMETERS, new LinkedHashMap<>(schema.parameters()));
    }
    if (schema.defaultValue() != null && parameter(schema, Conventions.FIELD_DEFAULT) == null) {
      base.addProp(Conventions.CONNECT_DEFAULT, defaultValue(schema, base));
    }
    if (schema.name() != null) {
      base.addProp(Conventions.CONNECT_NAME, schema.name());
    }
    switch (schema.type()) {
      case INT8 -> base.addProp(Conventions.CONNECT_TYPE, Conventions.INT8);
      case INT16 -> base.addProp(Conventions.CONNECT_TYPE, Conventions.INT16);
      default -> {}
    }
  }

  static @Nullable String parameter(org.apache.kafka.connect.data.Schema schema, String name) {
    return schema.parameters() == null ? null : schema.parameters().get(name);
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static @Nullable String namespace(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? null : name.substring(0, dot);
  }
}
