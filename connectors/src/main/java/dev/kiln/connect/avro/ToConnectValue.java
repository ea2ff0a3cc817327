package dev.kiln.connect.avro;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Avro's generic data as Connect's values. Safe for many threads. */
final class ToConnectValue {

  private final AvroConverterConfig config;

  ToConnectValue(AvroConverterConfig config) {
    this.config = config;
  }

  /**
   * A datum as a value of its schema's Connect schema.
   *
   * @param schema what {@link ToConnectSchema} made of the Avro schema
   * @param datum generic data of the Avro schema
   */
  @Nullable Object of(
      org.apache.kafka.connect.data.Schema schema, Schema avro, @Nullable Object datum) {
    if (datum == null) {
      return null;
    }
    if (Conventions.UNION.equals(schema.name()) && avro.getType() == Schema.Type.UNION) {
      return union(schema, avro, datum);
    }
    return plain(schema, Conventions.withoutNull(avro), datum);
  }

  private Struct union(org.apache.kafka.connect.data.Schema schema, Schema avro, Object datum) {
    Schema branch = avro.getTypes().get(GenericData.get().resolveUnion(avro, datum));
    String name = Conventions.branchName(branch, config.enhanced());
    return new Struct(schema).put(name, of(schema.field(name).schema(), branch, datum));
  }

  private Object plain(org.apache.kafka.connect.data.Schema schema, Schema avro, Object datum) {
    if (schema.name() != null) {
      switch (schema.name()) {
        case Decimal.LOGICAL_NAME -> {
          String scale = schema.parameters().get(Decimal.SCALE_FIELD);
          return new BigDecimal(new BigInteger(array(bytes(datum))), Integer.parseInt(scale));
        }
        case Date.LOGICAL_NAME -> {
          return Date.toLogical(schema, (Integer) datum);
        }
        case Time.LOGICAL_NAME -> {
          return Time.toLogical(schema, (Integer) datum);
        }
        case Timestamp.LOGICAL_NAME -> {
          return Timestamp.toLogical(schema, (Long) datum);
        }
        default -> {}
      }
    }
    return switch (schema.type()) {
      case INT8 -> ((Integer) datum).byteValue();
      case INT16 -> ((Integer) datum).shortValue();
      case INT32, INT64, FLOAT32, FLOAT64, BOOLEAN -> datum;
      case STRING -> datum.toString();
      case BYTES -> bytes(datum);
      case ARRAY -> list(schema, avro, (Collection<?>) datum);
      case MAP -> map(schema, avro, datum);
      case STRUCT -> struct(schema, (IndexedRecord) datum);
    };
  }

  private static ByteBuffer bytes(Object datum) {
    return datum instanceof GenericFixed fixed
        ? ByteBuffer.wrap(fixed.bytes())
        : ((ByteBuffer) datum).slice();
  }

  private static byte[] array(ByteBuffer bytes) {
    byte[] array = new byte[bytes.remaining()];
    bytes.duplicate().get(array);
    return array;
  }

  private List<@Nullable Object> list(
      org.apache.kafka.connect.data.Schema schema, Schema avro, Collection<?> items) {
    List<@Nullable Object> values = new ArrayList<>(items.size());
    for (Object item : items) {
      values.add(of(schema.valueSchema(), avro.getElementType(), item));
    }
    return values;
  }

  private Map<@Nullable Object, @Nullable Object> map(
      org.apache.kafka.connect.data.Schema schema, Schema avro, Object datum) {
    Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
    if (datum instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) ->
              entries.put(key.toString(), of(schema.valueSchema(), avro.getValueType(), value)));
      return entries;
    }
    Schema entry = avro.getElementType();
    for (Object item : (Collection<?>) datum) {
      IndexedRecord pair = (IndexedRecord) item;
      entries.put(
          of(schema.keySchema(), entry.getFields().get(0).schema(), pair.get(0)),
          of(schema.valueSchema(), entry.getFields().get(1).schema(), pair.get(1)));
    }
    return entries;
  }

  private Struct struct(org.apache.kafka.connect.data.Schema schema, IndexedRecord record) {
    var struct = new Struct(schema);
    for (Schema.Field field : record.getSchema().getFields()) {
      struct.put(
          field.name(),
          of(schema.field(field.name()).schema(), field.schema(), record.get(field.pos())));
    }
    return struct;
  }
}
