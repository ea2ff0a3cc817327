package dev.kiln.schemas.request;

import dev.kiln.schemas.FailureCode;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.registry.RegistryRejectedException;
import dev.kiln.schemas.registry.RegistryUnavailableException;
import dev.kiln.schemas.registry.SchemaSource;
import dev.kiln.schemas.registry.UnknownSchemaException;
import dev.kiln.schemas.registry.UnusableSchemaException;
import dev.kiln.schemas.request.DecodeResult.Decoded;
import dev.kiln.schemas.request.DecodeResult.RegistryOutage;
import dev.kiln.schemas.request.DecodeResult.Undecodable;
import dev.kiln.schemas.wire.BoundedReader;
import dev.kiln.schemas.wire.MalformedAvroException;
import dev.kiln.schemas.wire.WireFormat;
import org.apache.avro.Schema;

/**
 * Reads a record's value as a generation request: Avro in the wire format if the first byte is 0,
 * plain JSON if the first byte that is not blank is an opening brace.
 *
 * <p>Safe for many threads. Never throws for what the bytes hold, and allocates no more than a
 * small multiple of their length.
 */
public final class RequestDecoder {
  private final SchemaSource schemas;
  private final JsonRequestReader json = new JsonRequestReader();

  /**
   * @param schemas asked for the writer's schema of Avro messages; {@link SchemaSource#none()}
   *     where there is no registry
   */
  public RequestDecoder(SchemaSource schemas) {
    this.schemas = schemas;
  }

  /** May wait for the registry if the schema id is new to it; otherwise pure. */
  public DecodeResult decode(byte[] value) {
    int first = firstNonBlank(value);
    if (first == value.length) {
      return new Undecodable(
          FailureCode.EMPTY_VALUE,
          "The record's value is "
              + (value.length == 0 ? "empty" : "blank")
              + "; expected a generation request in Avro or JSON.");
    }
    if (value[0] == WireFormat.MAGIC) {
      return avro(value);
    }
    if (value[first] == '{') {
      return json.read(value, first);
    }
    return new Undecodable(
        FailureCode.UNREADABLE,
        "The record's value begins with %s; expected a zero byte and a schema id (Avro), or { (JSON)."
            .formatted(shown(value[first])));
  }

  private DecodeResult avro(byte[] value) {
    if (!WireFormat.hasHeader(value)) {
      return new Undecodable(
          FailureCode.UNREADABLE,
          "The record's value begins like Avro but has only %d of the %d bytes of magic and schema id."
              .formatted(value.length, WireFormat.HEADER_LENGTH));
    }
    int id = WireFormat.schemaId(value);
    Schema writer;
    try {
      writer = schemas.byId(id);
    } catch (RegistryUnavailableException e) {
      return new RegistryOutage("Schema id %d is not known yet: %s.".formatted(id, e.getMessage()));
    } catch (UnknownSchemaException e) {
      return new Undecodable(
          FailureCode.UNKNOWN_SCHEMA,
          "The record names schema id %d, which cannot be found: %s."
              .formatted(id, e.getMessage()));
    } catch (UnusableSchemaException e) {
      return new Undecodable(
          FailureCode.INCOMPATIBLE_SCHEMA,
          "The record cannot be read as a generation request: %s.".formatted(e.getMessage()));
    } catch (RegistryRejectedException e) {
      // Refused credentials or a wrong URL are the operator's fault, not the request's.
      return new RegistryOutage("Schema id %d is not known yet: %s.".formatted(id, e.getMessage()));
    }
    return avro(value, id, writer);
  }

  private static DecodeResult avro(byte[] value, int id, Schema writer) {
    try {
      return new Decoded(
          BoundedReader.specific(
              value, writer, GenerationRequest.getClassSchema(), GenerationRequest.class));
    } catch (MalformedAvroException e) {
      return new Undecodable(
          FailureCode.UNREADABLE,
          "The Avro after schema id %d (%s) is damaged: %s."
              .formatted(id, writer.getFullName(), e.getMessage()));
    } catch (RuntimeException e) {
      // Avro throws several unchecked types, not only its own, where two schemas do not resolve.
      return new Undecodable(
          FailureCode.INCOMPATIBLE_SCHEMA,
          "A record of schema id %d (%s) cannot be read as a generation request: %s."
              .formatted(id, writer.getFullName(), oneLine(e)));
    }
  }

  private static int firstNonBlank(byte[] value) {
    int at = startsWithByteOrderMark(value) ? 3 : 0;
    while (at < value.length
        && (value[at] == ' ' || value[at] == '\t' || value[at] == '\n' || value[at] == '\r')) {
      at++;
    }
    return at;
  }

  private static boolean startsWithByteOrderMark(byte[] value) {
    return value.length >= 3
        && value[0] == (byte) 0xEF
        && value[1] == (byte) 0xBB
        && value[2] == (byte) 0xBF;
  }

  private static String shown(byte found) {
    return found > ' ' && found < 127
        ? "'" + (char) found + "'"
        : "the byte 0x%02x".formatted(found & 0xff);
  }

  private static String oneLine(RuntimeException e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    String line = message.replaceAll("\\s+", " ").strip();
    return line.length() > 300 ? line.substring(0, 300) + "..." : line;
  }
}
