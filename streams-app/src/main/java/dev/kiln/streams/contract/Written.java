package dev.kiln.streams.contract;

import dev.kiln.schemas.FailureCode;
import dev.kiln.storage.Blob;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What writing an answer comes to. */
public sealed interface Written {

  /**
   * Its records, to be forwarded together.
   *
   * @param code the failure that they tell; null where they are samples
   */
  record Records(List<Outgoing> records, @Nullable FailureCode code) implements Written {}

  /** These samples are too large for a record: write again once they are kept elsewhere. */
  record Oversized(List<Blob> blobs) implements Written {}
}
