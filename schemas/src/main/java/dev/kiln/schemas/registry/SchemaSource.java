package dev.kiln.schemas.registry;

import org.apache.avro.Schema;

/** Where the schema behind an id comes from. Safe for many threads. */
@FunctionalInterface
public interface SchemaSource {

  /**
   * The schema that was registered under an id; the same object for the same id.
   *
   * @throws UnknownSchemaException if there is no such schema, now and on the next attempt
   * @throws RegistryUnavailableException if the registry cannot be reached; worth another attempt
   * @throws RegistryRejectedException if the registry refuses the question itself
   */
  Schema byId(int id);

  /** A source that knows no schema, for a set-up without a registry. */
  static SchemaSource none() {
    return id -> {
      throw new UnknownSchemaException(
          "schema id " + id + " cannot be looked up: no schema registry is configured");
    };
  }
}
