package dev.kiln.schemas.wire;

import dev.kiln.schemas.registry.RegistryConfig;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import dev.kiln.schemas.wire.WriterSchemas.Writer;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes generic or generated Avro records in the Confluent wire format. Takes Confluent's settings
 * ({@code schema.registry.url}, {@code auto.register.schemas} and so on) and can be named by class
 * in a client's configuration; Confluent's own serializer can stand in its place.
 *
 * <p>Throws {@link dev.kiln.schemas.registry.RegistryUnavailableException}, which Kafka counts as
 * retriable, while the registry is away, and {@link SerializationException} for what stays wrong.
 */
public final class AvroSerializer<T extends IndexedRecord> implements Serializer<T> {
  private @Nullable SchemaRegistryClient client;
  private @Nullable WriterSchemas writers;

  /** For Kafka, which calls {@link #configure} next. */
  public AvroSerializer() {}

  /** Uses a client that others use too; {@link #configure} may still change the settings. */
  public AvroSerializer(SchemaRegistryClient client) {
    this.client = client;
    this.writers = new WriterSchemas(client, AvroSerdeConfig.defaults(), false);
  }

  @Override
  public void configure(Map<String, ?> settings, boolean isKey) {
    AvroSerdeConfig config = AvroSerdeConfig.from(settings, isKey);
    if (client == null) {
      client = new SchemaRegistryClient(RegistryConfig.from(settings));
    }
    writers = new WriterSchemas(client, config, isKey);
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable T datum) {
    if (datum == null) {
      return null;
    }
    if (writers == null) {
      throw new SerializationException("the Avro serializer has not been configured");
    }
    try {
      Writer writer = writers.of(topic, datum.getSchema());
      return writer.isOwn()
          ? WireFormat.encode(writer.id(), datum)
          : WireFormat.encode(
              writer.id(),
              writer.schema(),
              BoundedReader.as(writer.schema(), datum.getSchema(), datum));
    } catch (AvroRuntimeException | ClassCastException | NullPointerException e) {
      // What Avro throws where a record does not hold what its own schema says.
      throw new SerializationException(
          "a record of %s cannot be written: %s"
              .formatted(datum.getSchema().getFullName(), e.getMessage()),
          e);
    }
  }
}
