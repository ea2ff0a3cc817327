package dev.kiln.schemas.wire;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.registry.RegistryConfig;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import dev.kiln.schemas.registry.SchemaSource;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro records in the Confluent wire format: generic records, or generated classes with
 * {@code specific.avro.reader=true} or a type given to the constructor. Can be named by class in a
 * client's configuration; Confluent's own deserializer can stand in its place.
 *
 * <p>Throws {@link dev.kiln.schemas.registry.RegistryUnavailableException}, which Kafka counts as
 * retriable, while the registry is away, and {@link SerializationException} for what stays wrong.
 */
public final class AvroDeserializer<T extends IndexedRecord> implements Deserializer<T> {
  private static final Map<String, Class<? extends SpecificRecord>> KILN =
      Stream.of(GenerationRequest.class, GeneratedSample.class, GenerationFailure.class)
          .collect(Collectors.toUnmodifiableMap(Class::getName, type -> type));

  private @Nullable SchemaSource schemas;
  private @Nullable Class<? extends SpecificRecord> type;
  private boolean specific;

  /** For Kafka, which calls {@link #configure} next. */
  public AvroDeserializer() {}

  /** Reads generic records, with schemas from a source that others use too. */
  public AvroDeserializer(SchemaSource schemas) {
    this.schemas = schemas;
  }

  private AvroDeserializer(SchemaSource schemas, Class<? extends SpecificRecord> type) {
    this.schemas = schemas;
    this.type = type;
  }

  /** Reads one generated class, whatever the writer called its record. */
  public static <R extends SpecificRecord> AvroDeserializer<R> of(
      Class<R> type, SchemaSource schemas) {
    return new AvroDeserializer<>(schemas, type);
  }

  @Override
  public void configure(Map<String, ?> settings, boolean isKey) {
    specific = AvroSerdeConfig.from(settings, isKey).specificReader();
    if (schemas == null) {
      schemas = new SchemaRegistryClient(RegistryConfig.from(settings));
    }
  }

  @Override
  @SuppressWarnings("unchecked") // Kafka fixes T by configuration; nothing here can check it.
  public @Nullable T deserialize(String topic, byte @Nullable [] message) {
    if (message == null) {
      return null;
    }
    if (schemas == null) {
      throw new SerializationException("the Avro deserializer has not been configured");
    }
    if (!WireFormat.hasHeader(message)) {
      throw new SerializationException(
          "a record of topic " + topic + " is not in the wire format: no zero byte and schema id");
    }
    int id = WireFormat.schemaId(message);
    Schema writer = schemas.byId(id);
    try {
      return (T) read(message, writer);
      // Avro throws several unchecked types where schemas do not resolve or a class is not trusted.
    } catch (MalformedAvroException | RuntimeException e) {
      throw new SerializationException(
          "a record of topic %s and schema id %d (%s) cannot be read: %s"
              .formatted(topic, id, writer.getFullName(), e.getMessage()),
          e);
    }
  }

  private Object read(byte[] message, Schema writer) throws MalformedAvroException {
    if (type != null) {
      return specific(message, writer, type);
    }
    return specific
        ? specific(message, writer, generatedClass(writer))
        : BoundedReader.generic(message, writer);
  }

  private static Object specific(
      byte[] message, Schema writer, Class<? extends SpecificRecord> target)
      throws MalformedAvroException {
    return BoundedReader.specific(message, writer, SpecificData.get().getSchema(target), target);
  }

  private static Class<? extends SpecificRecord> generatedClass(Schema writer) {
    Class<? extends SpecificRecord> ours = KILN.get(writer.getFullName());
    if (ours != null) {
      return ours;
    }
    // Avro refuses classes that its system property SERIALIZABLE_PACKAGES does not name.
    Class<?> found = SpecificData.get().getClass(writer);
    if (found == null || !SpecificRecord.class.isAssignableFrom(found)) {
      throw new AvroRuntimeException("there is no generated class " + writer.getFullName());
    }
    return found.asSubclass(SpecificRecord.class);
  }
}
