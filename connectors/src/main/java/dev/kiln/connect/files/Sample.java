package dev.kiln.connect.files;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sample as a record brought it.
 *
 * @param encoding png, raw or json, as GeneratedSample spells it
 * @param dtype the element type of raw data: float32, uint8 or int64
 * @param shape the shape of the data; a picture is [channels, height, width]
 * @param data the bytes: a picture file, a little-endian tensor, or a row as a JSON object
 * @param facts what else the record says of it, by the names of GeneratedSample's fields
 */
record Sample(
    String encoding,
    String dtype,
    List<Integer> shape,
    ByteBuffer data,
    Map<String, @Nullable Object> facts) {

  static final String PNG = "png";
  static final String RAW = "raw";
  static final String JSON = "json";

  Sample {
    shape = List.copyOf(shape);
    data = data.asReadOnlyBuffer();
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  boolean isRow() {
    return encoding.equals(JSON);
  }

  /** Whether it is, or can become, a picture: one or three channels, height, width. */
  boolean isPicture() {
    return encoding.equals(PNG)
        || (encoding.equals(RAW)
            && dtype.equals("float32")
            && shape.size() == 3
            && (shape.get(0) == 1 || shape.get(0) == 3));
  }

  /** What the record says under a name, as a text, or null where it says nothing. */
  @Nullable String fact(String name) {
    Object value = facts.get(name);
    return value == null ? null : value.toString();
  }

  /** A copy of the bytes. */
  byte[] bytes() {
    byte[] bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    return bytes;
  }

  /** The same with facts that it does not have yet. */
  Sample withMore(Map<String, ? extends @Nullable Object> more) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(more);
    all.putAll(facts);
    return new Sample(encoding, dtype, shape, data, all);
  }
}
