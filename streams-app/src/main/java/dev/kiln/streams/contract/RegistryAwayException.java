package dev.kiln.streams.contract;

import dev.kiln.schemas.registry.RegistryRejectedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.errors.RetriableException;

/** An answer cannot be written now, since the schema registry does not do its part. */
public final class RegistryAwayException extends Exception {
  private static final long serialVersionUID = 1L;

  RegistryAwayException(Throwable cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }

  /**
   * Whether that is what a serializer's exception means. Confluent's wrap an IOException; a
   * registry that refuses is the operator's to mend, and the answer's to wait for.
   */
  static boolean isMeantBy(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof RetriableException
          || cause instanceof RegistryRejectedException
          || cause instanceof IOException
          || cause instanceof UncheckedIOException) {
        return true;
      }
    }
    return false;
  }
}
