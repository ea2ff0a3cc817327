package dev.kiln.connect.avro;

import dev.kiln.connect.config.PluginVersion;
import dev.kiln.schemas.registry.RegistryConfig;
import dev.kiln.schemas.registry.RegistryUnavailableException;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import dev.kiln.schemas.wire.AvroSerdeConfig;
import dev.kiln.schemas.wire.BoundedReader;
import dev.kiln.schemas.wire.MalformedAvroException;
import dev.kiln.schemas.wire.WireFormat;
import dev.kiln.schemas.wire.WriterSchemas;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Keys or values as Avro in the Confluent wire format, with schemas in a registry. Takes the
 * settings of Confluent's converter and keeps to its conventions, so that either reads what the
 * other wrote. Safe for many threads once configured.
 *
 * <p>Throws {@link RetriableException} while the registry is away, and {@link DataException}, in
 * one sentence, for what stays wrong.
 */
public final class AvroConverter implements Converter, Versioned {

  private @Nullable Configured configured;

  /** What {@link #configure} made. */
  private record Configured(
      SchemaRegistryClient registry,
      WriterSchemas writers,
      Remembered<Schema, org.apache.avro.Schema> toAvro,
      Remembered<org.apache.avro.Schema, Schema> toConnect,
      ToConnectValue connectValues,
      ToAvroValue avroValues) {}

  @Override
  public String version() {
    return PluginVersion.get();
  }

  @Override
  public ConfigDef config() {
    return AvroConverterConfig.DEFINITION;
  }

  @Override
  public void configure(Map<String, ?> settings, boolean isKey) {
    var registry = new SchemaRegistryClient(RegistryConfig.from(settings));
    var config = AvroConverterConfig.from(settings);
    configured =
        new Configured(
            registry,
            new WriterSchemas(registry, AvroSerdeConfig.from(settings, isKey), isKey),
            new Remembered<>(config.cacheSize(), schema -> ToAvroSchema.of(schema, config)),
            new Remembered<>(config.cacheSize(), schema -> ToConnectSchema.of(schema, config)),
            new ToConnectValue(config),
            new ToAvroValue());
  }

  @Override
  public byte @Nullable [] fromConnectData(
      String topic, @Nullable Schema schema, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    Schema given = schema == null ? schemaOf(topic, value) : schema;
    Configured all = configured();
    try {
      ConnectSchema.validateValue(given, value);
      org.apache.avro.Schema own = all.toAvro().of(given);
      Object datum = Objects.requireNonNull(all.avroValues().of(given, own, value, "the value"));
      WriterSchemas.Writer writer = all.writers().of(topic, own);
      return writer.isOwn()
          ? WireFormat.encode(writer.id(), own, datum)
          : WireFormat.encode(
              writer.id(), writer.schema(), BoundedReader.as(writer.schema(), own, datum));
    } catch (RegistryUnavailableException e) {
      throw away(topic, e);
    } catch (DataException | SerializationException | AvroRuntimeException e) {
      throw new DataException(
          "A record of topic %s cannot be written as Avro: %s".formatted(topic, e.getMessage()), e);
    }
  }

  @Override
  public SchemaAndValue toConnectData(String topic, byte @Nullable [] message) {
    if (message == null) {
      return SchemaAndValue.NULL;
    }
    if (!WireFormat.hasHeader(message)) {
      throw new DataException(
          "A record of topic %s is not Avro in the wire format: expected a zero byte and a schema id before its data"
              .formatted(topic));
    }
    Configured all = configured();
    int id = WireFormat.schemaId(message);
    try {
      org.apache.avro.Schema avro = all.registry().byId(id);
      Schema schema = all.toConnect().of(avro);
      Object datum = BoundedReader.generic(message, avro);
      return new SchemaAndValue(schema, all.connectValues().of(schema, avro, datum));
    } catch (RegistryUnavailableException e) {
      throw away(topic, e);
    } catch (MalformedAvroException
        | DataException
        | SerializationException
        | AvroRuntimeException e) {
      throw new DataException(
          "A record of topic %s and schema id %d cannot be read: %s"
              .formatted(topic, id, e.getMessage()),
          e);
    }
  }

  /** Of plain values only, since the fields of a map may have any type, and another one next. */
  private static Schema schemaOf(String topic, Object value) {
    Schema.Type type = ConnectSchema.schemaType(value.getClass());
    if (type == null || !type.isPrimitive()) {
      throw new DataException(
          "A record of topic %s has no schema, and Avro needs one: its value is a %s"
              .formatted(topic, value.getClass().getSimpleName()));
    }
    return SchemaBuilder.type(type).optional().build();
  }

  private static RetriableException away(String topic, RegistryUnavailableException e) {
    return new RetriableException(
        "A record of topic %s waits for the schema registry: %s".formatted(topic, e.getMessage()),
        e);
  }

  private Configured configured() {
    if (configured == null) {
      throw new DataException("The Avro converter has not been configured");
    }
    return configured;
  }
}
