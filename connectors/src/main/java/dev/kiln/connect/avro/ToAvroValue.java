package dev.kiln.connect.avro;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Connect's values as Avro's generic data. Pure functions, safe for many threads. */
final class ToAvroValue {

  /**
   * A value as a datum of its schema's Avro schema.
   *
   * @param schema the Connect schema
   * @param avro what {@link ToAvroSchema} made of it
   * @param where what to call the value in an error
   * @throws DataException in one sentence, if the value is not one of the schema
   */
  @Nullable Object of(
      org.apache.kafka.connect.data.Schema schema,
      Schema avro,
      @Nullable Object value,
      String where) {
    Object given = value == null ? schema.defaultValue() : value;
    if (given == null) {
      if (schema.isOptional()) {
        return null;
      }
      throw new DataException(where + " is null, and its schema does not allow that");
    }
    if (Conventions.UNION.equals(schema.name()) && given instanceof Struct struct) {
      return branch(struct, avro, where);
    }
    try {
      return plain(schema, Conventions.withoutNull(avro), given, where);
    } catch (ClassCastException e) {
      throw new DataException(
          "%s must be %s, was %s".formatted(where, schema.type(), given.getClass().getSimpleName()),
          e);
    }
  }

  private @Nullable Object branch(Struct struct, Schema avro, String where) {
    int first = avro.getTypes().get(0).getType() == Schema.Type.NULL ? 1 : 0;
    for (Field field : struct.schema().fields()) {
      Object value = struct.getWithoutDefault(field.name());
      if (value != null) {
        Schema branch = avro.getTypes().get(first + field.index());
        return of(field.schema(), branch, value, where + "." + field.name());
      }
    }
    throw new DataException(where + " is a union in which no branch has a value");
  }

  private Object plain(
      org.apache.kafka.connect.data.Schema schema, Schema avro, Object value, String where) {
    if (schema.name() != null) {
      switch (schema.name()) {
        case Decimal.LOGICAL_NAME -> {
          return decimal(schema, avro, (BigDecimal) value);
        }
        case Date.LOGICAL_NAME -> {
          return Date.fromLogical(schema, (java.util.Date) value);
        }
        case Time.LOGICAL_NAME -> {
          return Time.fromLogical(schema, (java.util.Date) value);
        }
        case Timestamp.LOGICAL_NAME -> {
          return Timestamp.fromLogical(schema, (java.util.Date) value);
        }
        default -> {}
      }
    }
    return switch (schema.type()) {
      case INT8 -> ((Byte) value).intValue();
      case INT16 -> ((Short) value).intValue();
      case INT32 -> (Integer) value;
      case INT64 -> (Long) value;
      case FLOAT32 -> (Float) value;
      case FLOAT64 -> (Double) value;
      case BOOLEAN -> (Boolean) value;
      case STRING ->
          avro.getType() == Schema.Type.ENUM
              ? new GenericData.EnumSymbol(avro, (String) value)
              : (String) value;
      case BYTES -> bytes(avro, value);
      case ARRAY -> list(schema, avro, (Collection<?>) value, where);
      case MAP -> map(schema, avro, (Map<?, ?>) value, where);
      case STRUCT -> record((Struct) value, avro, where);
    };
  }

  private static Object bytes(Schema avro, Object value) {
    ByteBuffer bytes =
        value instanceof byte[] array ? ByteBuffer.wrap(array) : ((ByteBuffer) value).duplicate();
    if (avro.getType() != Schema.Type.FIXED) {
      return bytes;
    }
    byte[] fixed = new byte[bytes.remaining()];
    bytes.get(fixed);
    if (fixed.length != avro.getFixedSize()) {
      throw new DataException(
          "%s takes %d bytes, was given %d"
              .formatted(avro.getFullName(), avro.getFixedSize(), fixed.length));
    }
    return new GenericData.Fixed(avro, fixed);
  }

  /** The unscaled value in two's complement, big endian; in a fixed, with its sign before it. */
  private static Object decimal(
      org.apache.kafka.connect.data.Schema schema, Schema avro, BigDecimal value) {
    byte[] unscaled = Decimal.fromLogical(schema, value);
    if (avro.getType() != Schema.Type.FIXED || unscaled.length > avro.getFixedSize()) {
      return bytes(avro, unscaled);
    }
    byte[] fixed = new byte[avro.getFixedSize()];
    int pad = fixed.length - unscaled.length;
    Arrays.fill(fixed, 0, pad, (byte) (value.signum() < 0 ? -1 : 0));
    System.arraycopy(unscaled, 0, fixed, pad, unscaled.length);
    return new GenericData.Fixed(avro, fixed);
  }

  private List<@Nullable Object> list(
      org.apache.kafka.connect.data.Schema schema,
      Schema avro,
      Collection<?> values,
      String where) {
    List<@Nullable Object> items = new ArrayList<>(values.size());
    for (Object value : values) {
      items.add(of(schema.valueSchema(), avro.getElementType(), value, "an item of " + where));
    }
    return items;
  }

  private Object map(
      org.apache.kafka.connect.data.Schema schema, Schema avro, Map<?, ?> values, String where) {
    String each = "a value of " + where;
    if (avro.getType() == Schema.Type.MAP) {
      Map<String, @Nullable Object> entries = new LinkedHashMap<>();
      values.forEach(
          (key, value) ->
              entries.put(
                  (String) key, of(schema.valueSchema(), avro.getValueType(), value, each)));
      return entries;
    }
    Schema entry = avro.getElementType();
    List<Object> entries = new ArrayList<>();
    values.forEach(
        (key, value) -> {
          var record = new GenericData.Record(entry);
          record.put(
              0,
              of(schema.keySchema(), entry.getFields().get(0).schema(), key, "a key of " + where));
          record.put(1, of(schema.valueSchema(), entry.getFields().get(1).schema(), value, each));
          entries.add(record);
        });
    return entries;
  }

  private GenericData.Record record(Struct struct, Schema avro, String where) {
    var record = new GenericData.Record(avro);
    for (Field field : struct.schema().fields()) {
      Schema.Field target = avro.getField(field.name());
      record.put(
          target.pos(),
          of(
              field.schema(),
              target.schema(),
              struct.getWithoutDefault(field.name()),
              where + "." + field.name()));
    }
    return record;
  }
}
