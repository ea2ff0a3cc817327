package dev.kiln.schemas.registry;

import org.apache.kafka.common.errors.SerializationException;

/** The registry answered and said no: the same call will not succeed later. */
public class RegistryRejectedException extends SerializationException {
  private static final long serialVersionUID = 1L;

  private final int errorCode;

  /**
   * @param errorCode Confluent's error code (40401 and so on), or the HTTP status where it gave
   *     none
   */
  public RegistryRejectedException(int errorCode, String message) {
    super(message);
    this.errorCode = errorCode;
  }

  /** Confluent's error code, or the HTTP status where the answer had none. */
  public int errorCode() {
    return errorCode;
  }
}
