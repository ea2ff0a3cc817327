package dev.kiln.streams.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The value of a request record, in one of the forms that a producer may send. */
sealed interface Payload {

  /**
   * The bytes on the wire, given the id under which the registry knows the request's schema; null
   * for a record without a value.
   */
  byte @Nullable [] encode(int schemaId);

  /** The request's fields as plain JSON. */
  record Json(Map<String, Object> fields) implements Payload {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public Json {
      fields = Map.copyOf(fields);
    }

    @Override
    public byte[] encode(int schemaId) {
      try {
        return MAPPER.writeValueAsBytes(new TreeMap<>(fields));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("the fields of a request are always JSON", e);
      }
    }
  }

  /** The request's fields as Avro in the wire format. */
  record Avro(Map<String, Object> fields) implements Payload {
    public Avro {
      fields = Map.copyOf(fields);
    }

    @Override
    public byte[] encode(int schemaId) {
      return encode(fields, schemaId);
    }

    private static byte[] encode(Map<String, Object> fields, int schemaId) {
      GenerationRequest request =
          GenerationRequest.newBuilder()
              .setGenerator(String.valueOf(fields.get("generator")))
              .build();
      fields.forEach(request::put);
      return WireFormat.encode(schemaId, request);
    }
  }

  /** An Avro request that lost its last bytes on the way. */
  record CutAvro(Map<String, Object> fields, int lost) implements Payload {
    public CutAvro {
      fields = Map.copyOf(fields);
    }

    @Override
    public byte[] encode(int schemaId) {
      byte[] whole = Avro.encode(fields, schemaId);
      return Arrays.copyOf(whole, whole.length - lost);
    }
  }

  /** No value at all. */
  record Nothing() implements Payload {
    @Override
    public byte @Nullable [] encode(int schemaId) {
      return null;
    }
  }

  /** Text as it is, such as JSON that is none. */
  record Text(String text) implements Payload {
    @Override
    public byte[] encode(int schemaId) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Bytes as they are, written in hexadecimal. */
  record Bytes(String hex) implements Payload {
    @Override
    public byte[] encode(int schemaId) {
      return HexFormat.of().parseHex(hex);
    }
  }
}
