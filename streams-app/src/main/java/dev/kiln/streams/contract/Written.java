package dev.kiln.streams.contract;

import dev.kiln.storage.Blob;
import java.util.List;

/** What writing an answer comes to. */
public sealed interface Written {

  /** Its records, to be forwarded together. */
  record Records(List<Outgoing> records) implements Written {}

  /** These samples are too large for a record: write again once they are kept elsewhere. */
  record Oversized(List<Blob> blobs) implements Written {}
}
