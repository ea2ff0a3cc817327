package dev.kiln.streams.augment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Where records have their class. Safe for many threads. */
public interface Labels {

  /** The class of a record, or null where it has none. */
  @Nullable String of(byte @Nullable [] key, byte @Nullable [] value, Headers headers);

  /** The key of a sample of a class. */
  default byte @Nullable [] key(String label) {
    return null;
  }

  /** Marks a sample with its class. */
  default void mark(String label, Headers headers) {}

  /**
   * Reads a setting: {@code key}, {@code header:NAME} or {@code json:FIELD}.
   *
   * @throws IllegalArgumentException in one sentence, if it is something else
   */
  static Labels parse(String text) {
    String name = text.substring(text.indexOf(':') + 1);
    if (text.equals("key")) {
      return new OfKey();
    }
    if (text.startsWith("header:") && !name.isBlank()) {
      return new OfHeader(name);
    }
    if (text.startsWith("json:") && !name.isBlank()) {
      return new OfField(name);
    }
    throw new IllegalArgumentException(
        "must be key, header:NAME or json:FIELD, was \"" + text + "\"");
  }

  /** The key as a text. */
  record OfKey() implements Labels {
    @Override
    public @Nullable String of(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
      return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }

    @Override
    public byte[] key(String label) {
      return label.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** A header as a text. */
  record OfHeader(String name) implements Labels {
    @Override
    public @Nullable String of(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
      Header header = headers.lastHeader(name);
      return header == null || header.value() == null
          ? null
          : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void mark(String label, Headers headers) {
      headers.remove(name).add(name, label.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A field of a JSON object; samples have it as a column. */
  record OfField(String name) implements Labels {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public @Nullable String of(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
      if (value == null) {
        return null;
      }
      try {
        JsonNode field = JSON.readTree(value).get(name);
        return field == null || field.isNull() ? null : field.asText();
      } catch (IOException e) {
        return null;
      }
    }
  }
}
