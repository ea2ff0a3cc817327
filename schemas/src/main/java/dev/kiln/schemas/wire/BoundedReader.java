package dev.kiln.schemas.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;

/**
 * Decodes messages of the wire format once their bounds are known to be sound, resolving the
 * writer's schema to the reader's. Pure functions.
 */
public final class BoundedReader {
  private BoundedReader() {}

  /**
   * Reads a generated record.
   *
   * @param message header and Avro binary
   * @throws MalformedAvroException if the bytes are not what the writer's schema says
   * @throws AvroRuntimeException if the writer's schema cannot be read as the reader's
   */
  public static <T> T specific(byte[] message, Schema writer, Schema reader, Class<T> type)
      throws MalformedAvroException {
    var model = TrustingModel.of(type);
    Object datum = read(message, writer, new SpecificDatumReader<>(writer, reader, model));
    return type.cast(datum);
  }

  /** Reads a record or other datum as generic data in the writer's own schema. */
  public static Object generic(byte[] message, Schema writer) throws MalformedAvroException {
    if (writer.getType() == Schema.Type.BYTES) {
      int length = message.length - WireFormat.HEADER_LENGTH;
      return ByteBuffer.wrap(message, WireFormat.HEADER_LENGTH, length).slice();
    }
    return read(message, writer, new GenericDatumReader<>(writer, writer, GenericData.get()));
  }

  /**
   * The same datum in another schema, by Avro's rules: fields by name, those that it does not have
   * from their defaults.
   *
   * @throws AvroRuntimeException if it cannot be read as that schema
   */
  public static Object as(Schema reader, Schema writer, Object datum) {
    byte[] message = WireFormat.encode(0, writer, datum);
    try {
      return read(message, writer, new GenericDatumReader<>(writer, reader, GenericData.get()));
    } catch (MalformedAvroException e) {
      throw new AvroRuntimeException(e.getMessage(), e);
    }
  }

  private static Object read(byte[] message, Schema writer, DatumReader<Object> reader)
      throws MalformedAvroException {
    AvroBounds.check(writer, message, WireFormat.HEADER_LENGTH);
    BinaryDecoder decoder =
        DecoderFactory.get()
            .binaryDecoder(
                message, WireFormat.HEADER_LENGTH, message.length - WireFormat.HEADER_LENGTH, null);
    try {
      return reader.read(null, decoder);
    } catch (IOException e) {
      throw new MalformedAvroException(String.valueOf(e.getMessage()));
    }
  }
}
