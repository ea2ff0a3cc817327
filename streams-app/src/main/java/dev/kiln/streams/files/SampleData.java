package dev.kiln.streams.files;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.storage.BlobStore;
import dev.kiln.storage.StoredBlob;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.avro.Schema;

/** The bytes of a sample, in its record or in a blob store. Pure functions but for the store. */
public final class SampleData {

  private SampleData() {}

  /** Whether the sample's bytes are in a blob store, and the record says where. */
  public static boolean isElsewhere(GeneratedSample sample) {
    return sample.getBlob() != null;
  }

  /**
   * The sample with its bytes in it, whether they were in the record or not.
   *
   * @throws IOException in one sentence, if the store does not have them as the record says
   */
  public static GeneratedSample whole(GeneratedSample sample, BlobStore store) throws IOException {
    if (!isElsewhere(sample)) {
      return sample;
    }
    var kept =
        new StoredBlob(
            sample.getBlob().toString(),
            Objects.requireNonNullElse(sample.getBlobBytes(), -1L),
            Objects.requireNonNullElse(sample.getBlobSha256(), "").toString());
    GeneratedSample whole = new GeneratedSample();
    for (Schema.Field field : sample.getSchema().getFields()) {
      whole.put(field.pos(), sample.get(field.pos()));
    }
    whole.put("data", ByteBuffer.wrap(store.get(kept)));
    return whole;
  }

  /** A copy of the bytes in the record. */
  static byte[] bytes(GeneratedSample sample) {
    ByteBuffer data = sample.getData().duplicate();
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    return bytes;
  }
}
