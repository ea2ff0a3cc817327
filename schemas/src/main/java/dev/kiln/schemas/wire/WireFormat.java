package dev.kiln.schemas.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * The Confluent wire format: a zero byte, the schema's id as four bytes big endian, the Avro binary
 * encoding of one datum, which is a record mostly. A schema that is bytes alone is an exception:
 * its bytes follow as they are, without a length. Pure functions.
 */
public final class WireFormat {
  /** The first byte of every message. */
  public static final byte MAGIC = 0;

  /** Bytes before the Avro encoding. */
  public static final int HEADER_LENGTH = 5;

  private WireFormat() {}

  /** Whether the bytes have the header; says nothing about what follows it. */
  public static boolean hasHeader(byte[] message) {
    return message.length >= HEADER_LENGTH && message[0] == MAGIC;
  }

  /**
   * The schema id in the header.
   *
   * @throws IllegalArgumentException if there is no header
   */
  public static int schemaId(byte[] message) {
    if (!hasHeader(message)) {
      throw new IllegalArgumentException(
          "expected a zero byte and a schema id, found "
              + (message.length < HEADER_LENGTH
                  ? message.length + " bytes"
                  : "the first byte " + (message[0] & 0xff)));
    }
    return ByteBuffer.wrap(message).getInt(1);
  }

  /** A record as a message that names its schema by id. */
  public static byte[] encode(int schemaId, IndexedRecord datum) {
    return encode(schemaId, datum.getSchema(), datum);
  }

  /**
   * Any datum as a message that names its schema by id.
   *
   * @param datum generic data, or a generated record, of that schema
   * @throws org.apache.avro.AvroRuntimeException if it is not; then also the exceptions of a wrong
   *     class or a null
   */
  public static byte[] encode(int schemaId, Schema schema, Object datum) {
    var out = new ByteArrayOutputStream(256);
    out.write(MAGIC);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(schemaId).array());
    if (schema.getType() == Schema.Type.BYTES && datum instanceof ByteBuffer bytes) {
      byte[] raw = new byte[bytes.remaining()];
      bytes.duplicate().get(raw);
      out.writeBytes(raw);
      return out.toByteArray();
    }
    try {
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
      writer(schema, datum).write(datum, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static GenericDatumWriter<Object> writer(Schema schema, Object datum) {
    return datum instanceof SpecificRecord
        ? new SpecificDatumWriter<>(schema, SpecificData.getForClass(datum.getClass()))
        : new GenericDatumWriter<>(schema, GenericData.get());
  }
}
