package dev.kiln.schemas.registry;

/** The registry has a schema under that id, but it is not Avro or does not parse. */
public final class UnusableSchemaException extends RegistryRejectedException {
  private static final long serialVersionUID = 1L;

  /** Confluent's error code for an invalid schema. */
  public static final int ERROR_CODE = 42201;

  public UnusableSchemaException(String message) {
    super(ERROR_CODE, message);
  }
}
