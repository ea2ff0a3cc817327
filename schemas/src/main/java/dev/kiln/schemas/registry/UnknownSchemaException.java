package dev.kiln.schemas.registry;

/** The registry is there, and has no schema under that id. */
public final class UnknownSchemaException extends RegistryRejectedException {
  private static final long serialVersionUID = 1L;

  /** Confluent's error code for an unknown schema. */
  public static final int ERROR_CODE = 40403;

  public UnknownSchemaException(String message) {
    super(ERROR_CODE, message);
  }
}
