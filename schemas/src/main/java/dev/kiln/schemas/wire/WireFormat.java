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
 * encoding of one record. Pure functions.
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
    var out = new ByteArrayOutputStream(256);
    out.write(MAGIC);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(schemaId).array());
    try {
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
      writer(datum).write(datum, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static GenericDatumWriter<IndexedRecord> writer(IndexedRecord datum) {
    Schema schema = datum.getSchema();
    return datum instanceof SpecificRecord
        ? new SpecificDatumWriter<>(schema, SpecificData.getForClass(datum.getClass()))
        : new GenericDatumWriter<>(schema, GenericData.get());
  }
}
