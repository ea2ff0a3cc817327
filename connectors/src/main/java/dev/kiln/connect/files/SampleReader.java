package dev.kiln.connect.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.connect.sample.ProvenanceHeaders;
import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.registry.RegistryConfig;
import dev.kiln.schemas.registry.RegistryUnavailableException;
import dev.kiln.schemas.wire.AvroDeserializer;
import dev.kiln.schemas.wire.WireFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads samples from records, whichever way they come: a struct or a map with the fields of
 * GeneratedSample, from any converter; the streaming app's own Avro, as bytes; a picture file, as
 * bytes; and any other struct or map as a row. Safe for many threads.
 */
final class SampleReader {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> MARKS = Set.of("encoding", "shape", "data");
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

  private final @Nullable AvroDeserializer<GeneratedSample> avro;

  /**
   * @param avro reads the app's own records, or null where no registry is configured
   */
  SampleReader(@Nullable AvroDeserializer<GeneratedSample> avro) {
    this.avro = avro;
  }

  /**
   * The sample in a record.
   *
   * @throws DataException in one sentence, if there is none that can be read
   * @throws RetriableException if the registry does not answer
   */
  Sample read(SinkRecord record) {
    return sample(record).withMore(provenance(record));
  }

  /** What the headers of generated records say of them, whatever their values are. */
  private static Map<String, String> provenance(SinkRecord record) {
    Map<String, String> facts = new LinkedHashMap<>();
    Header generator = record.headers().lastWithName(ProvenanceHeaders.GENERATOR);
    if (generator != null && generator.value() instanceof String text && text.contains("/")) {
      facts.put("generator", text.substring(0, text.lastIndexOf('/')));
      facts.put("version", text.substring(text.lastIndexOf('/') + 1));
    }
    Header seed = record.headers().lastWithName(ProvenanceHeaders.SEED);
    if (seed != null && seed.value() != null) {
      facts.put("seed", seed.value().toString());
    }
    return facts;
  }

  private Sample sample(SinkRecord record) {
    Object value = record.value();
    if (value instanceof Struct struct) {
      return fields(fields(struct));
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      map.forEach((name, field) -> fields.put(String.valueOf(name), field));
      return fields(fields);
    }
    if (value instanceof byte[] || value instanceof ByteBuffer) {
      return bytes(record.topic(), bytes(value));
    }
    throw new DataException(
        "A sample must be a struct, a map or bytes, the value is "
            + (value == null ? "null" : value.getClass().getSimpleName()));
  }

  private Sample bytes(String topic, byte[] value) {
    if (value.length > PNG.length
        && ByteBuffer.wrap(value, 0, PNG.length).equals(ByteBuffer.wrap(PNG))) {
      return new Sample(Sample.PNG, "uint8", List.of(), ByteBuffer.wrap(value), Map.of());
    }
    if (!WireFormat.hasHeader(value)) {
      throw new DataException(
          "The value is neither Avro in the wire format nor a PNG file, it has "
              + value.length
              + " bytes");
    }
    if (avro == null) {
      throw new DataException(
          "The value is Avro in the wire format; to read it, set " + RegistryConfig.URL);
    }
    try {
      return avro(avro.deserialize(topic, value));
    } catch (RegistryUnavailableException e) {
      throw new RetriableException("The schema registry does not answer: " + e.getMessage(), e);
    } catch (SerializationException e) {
      throw new DataException("The value is no sample: " + e.getMessage(), e);
    }
  }

  private static Sample avro(@Nullable GeneratedSample sample) {
    if (sample == null) {
      throw new DataException("The value is no sample: it is null");
    }
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    for (Schema.Field field : sample.getSchema().getFields()) {
      if (!MARKS.contains(field.name()) && isPlain(sample.get(field.pos()))) {
        facts.put(field.name(), sample.get(field.pos()));
      }
    }
    return new Sample(
        sample.getEncoding(),
        sample.getDtype(),
        sample.getShape(),
        data(sample.getData(), facts),
        facts);
  }

  private static Map<String, @Nullable Object> fields(Struct struct) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (Field field : struct.schema().fields()) {
      fields.put(field.name(), plain(struct.get(field)));
    }
    return fields;
  }

  /** Some converters write one of several types as a struct with a field for each. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Struct union) {
      for (Field field : union.schema().fields()) {
        if (union.get(field) != null) {
          return union.get(field);
        }
      }
      return null;
    }
    return value;
  }

  private static Sample fields(Map<String, @Nullable Object> fields) {
    if (!fields.keySet().containsAll(MARKS)) {
      return row(fields);
    }
    Map<String, @Nullable Object> facts = new LinkedHashMap<>(fields);
    facts.keySet().removeAll(MARKS);
    facts.values().removeIf(value -> !isPlain(value));
    String encoding = String.valueOf(fields.get("encoding"));
    if (!Set.of(Sample.PNG, Sample.RAW, Sample.JSON).contains(encoding)) {
      throw new DataException("The encoding must be png, raw or json, was " + encoding);
    }
    return new Sample(
        encoding,
        String.valueOf(fields.getOrDefault("dtype", "float32")),
        shape(fields.get("shape")),
        data(fields.get("data"), facts),
        facts);
  }

  private static Sample row(Map<String, @Nullable Object> columns) {
    try {
      byte[] json = JSON.writeValueAsBytes(columns);
      return new Sample(
          Sample.JSON, "json", List.of(columns.size()), ByteBuffer.wrap(json), Map.of());
    } catch (JsonProcessingException e) {
      throw new DataException("The value cannot be written as a row: " + e.getOriginalMessage(), e);
    }
  }

  private static boolean isPlain(@Nullable Object value) {
    return value == null
        || value instanceof CharSequence
        || value instanceof Number
        || value instanceof Boolean;
  }

  private static List<Integer> shape(@Nullable Object value) {
    List<Integer> shape = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object size : list) {
        if (size instanceof Number number && number.intValue() >= 0) {
          shape.add(number.intValue());
        }
      }
      if (shape.size() == list.size()) {
        return shape;
      }
    }
    throw new DataException("The shape must be a list of sizes, was " + value);
  }

  private static ByteBuffer data(
      @Nullable Object value, Map<String, ? extends @Nullable Object> facts) {
    if (facts.get("blob") != null) {
      throw new DataException(
          "The sample's bytes are not in the record but in a blob, "
              + facts.get("blob")
              + ", which this sink does not fetch");
    }
    return ByteBuffer.wrap(bytes(value));
  }

  private static byte[] bytes(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    if (value instanceof String text) {
      try {
        return Base64.getDecoder().decode(text.getBytes(StandardCharsets.US_ASCII));
      } catch (IllegalArgumentException e) {
        throw new DataException("The data is a text, but not base64", e);
      }
    }
    throw new DataException("The data must be bytes, was " + value);
  }
}
