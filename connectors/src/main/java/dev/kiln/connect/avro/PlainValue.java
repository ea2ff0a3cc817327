package dev.kiln.connect.avro;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Avro data as the plain Java objects that stand for a default in a schema. Pure function. */
final class PlainValue {

  private PlainValue() {}

  static Object of(@Nullable Object datum) {
    if (datum == null) {
      return JsonProperties.NULL_VALUE;
    }
    if (datum instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return copy;
    }
    if (datum instanceof GenericFixed fixed) {
      return fixed.bytes();
    }
    if (datum instanceof GenericEnumSymbol<?> symbol) {
      return symbol.toString();
    }
    if (datum instanceof IndexedRecord record) {
      Map<String, Object> fields = new LinkedHashMap<>();
      record.getSchema().getFields().forEach(f -> fields.put(f.name(), of(record.get(f.pos()))));
      return fields;
    }
    if (datum instanceof Map<?, ?> map) {
      Map<String, Object> entries = new LinkedHashMap<>();
      map.forEach((key, value) -> entries.put(String.valueOf(key), of(value)));
      return entries;
    }
    return datum instanceof Collection<?> items
        ? items.stream().map(PlainValue::of).toList()
        : datum;
  }
}
