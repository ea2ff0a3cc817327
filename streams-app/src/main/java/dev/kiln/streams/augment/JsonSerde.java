package dev.kiln.streams.augment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** What only this package's own topics and stores hold: records of Java as JSON. */
final class JsonSerde {

  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonSerde() {}

  /** A serde of a type; null stays null. */
  static <T> Serde<T> of(Class<T> type) {
    return Serdes.serdeFrom(
        (topic, value) -> {
          try {
            return value == null ? null : JSON.writeValueAsBytes(value);
          } catch (JsonProcessingException e) {
            throw new SerializationException(type.getSimpleName() + " is no JSON", e);
          }
        },
        (topic, bytes) -> {
          try {
            return bytes == null ? null : JSON.readValue(bytes, type);
          } catch (IOException e) {
            throw new SerializationException("no " + type.getSimpleName() + " in " + topic, e);
          }
        });
  }
}
