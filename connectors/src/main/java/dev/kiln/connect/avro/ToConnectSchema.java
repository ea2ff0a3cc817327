package dev.kiln.connect.avro;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The Connect schema of an Avro schema; what {@link ToAvroSchema} put into properties comes back.
 * One use, one thread.
 */
final class ToConnectSchema {

  private final AvroConverterConfig config;
  private final ToConnectValue values;
  private final Deque<String> within = new ArrayDeque<>();

  private ToConnectSchema(AvroConverterConfig config) {
    this.config = config;
    this.values = new ToConnectValue(config);
  }

  /**
   * @throws DataException in one sentence, if Connect cannot have it
   */
  static org.apache.kafka.connect.data.Schema of(Schema schema, AvroConverterConfig config) {
    return new ToConnectSchema(config).whole(schema, null);
  }

  /**
   * @param field the field whose schema it is, which may have a default; or null
   */
  private org.apache.kafka.connect.data.Schema whole(Schema schema, Schema.@Nullable Field field) {
    boolean optional = schema.getType() == Schema.Type.UNION && schema.isNullable();
    Schema base = Conventions.withoutNull(schema);
    SchemaBuilder builder = builder(base);
    if (optional) {
      builder.optional();
    }
    describe(builder, base);
    addDefault(builder, base, schema, field);
    return builder.build();
  }

  private SchemaBuilder builder(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> throw new DataException("Null alone is no type in Connect");
      case BOOLEAN -> SchemaBuilder.bool();
      case FLOAT -> SchemaBuilder.float32();
      case DOUBLE -> SchemaBuilder.float64();
      case STRING -> SchemaBuilder.string();
      case INT -> integer(schema);
      case LONG ->
          schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
              ? Timestamp.builder()
              : SchemaBuilder.int64();
      case BYTES, FIXED -> bytes(schema);
      case ENUM -> symbols(schema);
      case ARRAY -> array(schema);
      case MAP ->
          SchemaBuilder.map(
              org.apache.kafka.connect.data.Schema.STRING_SCHEMA,
              whole(schema.getValueType(), null));
      case RECORD -> struct(schema);
      case UNION -> union(schema);
    };
  }

  private static SchemaBuilder integer(Schema schema) {
    if (schema.getLogicalType() instanceof LogicalTypes.Date) {
      return Date.builder();
    }
    if (schema.getLogicalType() instanceof LogicalTypes.TimeMillis) {
      return Time.builder();
    }
    String type = schema.getProp(Conventions.CONNECT_TYPE);
    if (Conventions.INT8.equals(type)) {
      return SchemaBuilder.int8();
    }
    return Conventions.INT16.equals(type) ? SchemaBuilder.int16() : SchemaBuilder.int32();
  }

  private static SchemaBuilder bytes(Schema schema) {
    SchemaBuilder builder;
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      builder = Decimal.builder(decimal.getScale());
      if (decimal.getPrecision() != Conventions.DEFAULT_PRECISION) {
        builder.parameter(Conventions.DECIMAL_PRECISION, Integer.toString(decimal.getPrecision()));
      }
    } else {
      builder = SchemaBuilder.bytes();
    }
    if (schema.getType() == Schema.Type.FIXED) {
      builder.parameter(Conventions.FIXED_SIZE, Integer.toString(schema.getFixedSize()));
    }
    return builder;
  }

  private SchemaBuilder symbols(Schema schema) {
    SchemaBuilder builder = SchemaBuilder.string();
    if (config.metadata() || config.enhanced()) {
      builder.parameter(Conventions.ENUM, schema.getFullName());
      schema
          .getEnumSymbols()
          .forEach(symbol -> builder.parameter(Conventions.ENUM + "." + symbol, symbol));
    }
    return builder;
  }

  private SchemaBuilder array(Schema schema) {
    Schema item = schema.getElementType();
    return Conventions.isMapEntry(item)
        ? SchemaBuilder.map(
            whole(item.getField(Conventions.KEY).schema(), null),
            whole(item.getField(Conventions.VALUE).schema(), null))
        : SchemaBuilder.array(whole(item, null));
  }

  private SchemaBuilder struct(Schema schema) {
    if (within.contains(schema.getFullName())) {
      throw new DataException(
          schema.getFullName() + " has itself as a field, which Connect's schemas cannot");
    }
    within.push(schema.getFullName());
    SchemaBuilder builder = SchemaBuilder.struct();
    schema.getFields().forEach(field -> builder.field(field.name(), whole(field.schema(), field)));
    within.pop();
    if (schema.getDoc() != null) {
      builder.parameter(Conventions.RECORD_DOC, schema.getDoc());
    }
    return builder;
  }

  private SchemaBuilder union(Schema schema) {
    SchemaBuilder builder = SchemaBuilder.struct().name(Conventions.UNION);
    for (Schema branch : schema.getTypes()) {
      if (branch.getType() != Schema.Type.NULL) {
        builder.field(
            Conventions.branchName(branch, config.enhanced()),
            whole(Schema.createUnion(Schema.create(Schema.Type.NULL), branch), null));
      }
    }
    return builder;
  }

  private static void describe(SchemaBuilder builder, Schema schema) {
    if (schema.getType() == Schema.Type.UNION) {
      return;
    }
    if (schema.getObjectProp(Conventions.CONNECT_DOC) instanceof String doc
        && builder.doc() == null) {
      builder.doc(doc);
    }
    if (schema.getObjectProp(Conventions.CONNECT_VERSION) instanceof Number version
        && builder.version() == null) {
      builder.version(version.intValue());
    }
    if (schema.getObjectProp(Conventions.CONNECT_PARAMETERS) instanceof Map<?, ?> parameters) {
      parameters.forEach(
          (name, value) -> {
            if (builder.parameters() == null || !builder.parameters().containsKey(name)) {
              builder.parameter(String.valueOf(name), String.valueOf(value));
            }
          });
    }
    String name = name(schema);
    if (name != null && builder.name() == null) {
      builder.name(name);
    }
  }

  /** Null for what Avro had to give a name, and Connect had not. */
  private static @Nullable String name(Schema schema) {
    if (schema.getObjectProp(Conventions.CONNECT_NAME) instanceof String name) {
      return name;
    }
    return switch (schema.getType()) {
      case RECORD ->
          schema.getFullName().startsWith(Conventions.NAMESPACE + "." + Conventions.DEFAULT_NAME)
              ? null
              : schema.getFullName();
      case ENUM, FIXED -> schema.getFullName();
      default -> null;
    };
  }

  private void addDefault(
      SchemaBuilder builder, Schema base, Schema schema, Schema.@Nullable Field field) {
    Object kept =
        base.getType() == Schema.Type.UNION
            ? null
            : base.getObjectProp(Conventions.CONNECT_DEFAULT);
    Schema.Field having = null;
    Schema of = schema;
    if (kept != null) {
      having = new Schema.Field("kept", base, null, kept);
      of = base;
    } else if (field != null
        && field.hasDefaultValue()
        && field.defaultVal() != JsonProperties.NULL_VALUE) {
      having = field;
      builder.parameter(Conventions.FIELD_DEFAULT, "true");
    }
    if (having != null) {
      Object datum = GenericData.get().getDefaultValue(having);
      builder.defaultValue(values.of(builder.build(), of, datum));
    }
  }
}
