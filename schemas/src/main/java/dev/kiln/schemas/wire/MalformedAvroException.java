package dev.kiln.schemas.wire;

/** The bytes are not Avro of the schema that they name. The message says where. */
public final class MalformedAvroException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedAvroException(String message) {
    super(message);
  }
}
