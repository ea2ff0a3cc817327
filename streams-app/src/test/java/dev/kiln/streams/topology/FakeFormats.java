package dev.kiln.streams.topology;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.schemas.avro.GenerationPreview;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.registry.RegistryUnavailableException;
import dev.kiln.schemas.registry.UnknownSchemaException;
import dev.kiln.schemas.request.RequestDecoder;
import dev.kiln.schemas.wire.BoundedReader;
import dev.kiln.schemas.wire.MalformedAvroException;
import dev.kiln.schemas.wire.WireFormat;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.serialization.Serializer;

/** The contracts without a registry: fixed schema ids, and an outage at will. */
final class FakeFormats {

  private static final int REQUEST = 1;
  private static final int ANSWER = 2;

  private boolean readsFail;
  private boolean writesFail;

  KilnTopology.Contracts contracts() {
    return new KilnTopology.Contracts(
        new RequestDecoder(this::schema), serializer(), serializer(), serializer());
  }

  /** Whether schemas of requests can be looked up. */
  void readsFail(boolean fail) {
    readsFail = fail;
  }

  /** Whether answers can be written. */
  void writesFail(boolean fail) {
    writesFail = fail;
  }

  static byte[] avro(GenerationRequest request) {
    return WireFormat.encode(REQUEST, request);
  }

  static GeneratedSample sample(byte[] value) {
    return read(value, GeneratedSample.getClassSchema(), GeneratedSample.class);
  }

  static GenerationFailure failure(byte[] value) {
    return read(value, GenerationFailure.getClassSchema(), GenerationFailure.class);
  }

  static GenerationPreview preview(byte[] value) {
    return read(value, GenerationPreview.getClassSchema(), GenerationPreview.class);
  }

  private static <T> T read(byte[] value, Schema schema, Class<T> type) {
    try {
      return BoundedReader.specific(value, schema, schema, type);
    } catch (MalformedAvroException e) {
      throw new AssertionError(e);
    }
  }

  private Schema schema(int id) {
    if (readsFail) {
      throw new RegistryUnavailableException("nobody answers", null);
    }
    if (id != REQUEST) {
      throw new UnknownSchemaException("schema id " + id + " is not known");
    }
    return GenerationRequest.getClassSchema();
  }

  private <T extends IndexedRecord> Serializer<T> serializer() {
    return (topic, datum) -> {
      if (writesFail) {
        throw new RegistryUnavailableException("nobody answers", null);
      }
      return WireFormat.encode(ANSWER, datum);
    };
  }
}
