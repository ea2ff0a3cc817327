package dev.kiln.streams.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.Origin;
import dev.kiln.schemas.avro.Timings;
import dev.kiln.storage.Blob;
import dev.kiln.storage.BlobStore;
import dev.kiln.storage.BlobStores;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleDataTest {

  private static final String ROW = "{\"age\":44}";

  @TempDir private Path root;

  @Test
  void aSampleInABlobIsReadAsOneInARecord() throws Exception {
    try (BlobStore store = store()) {
      GeneratedSample kept = inBlob(store, ROW.getBytes(UTF_8));
      assertThat(SampleData.isElsewhere(kept)).isTrue();
      assertThat(SampleRow.text(SampleData.whole(kept, store))).isEqualTo(ROW);

      GeneratedSample sent = inRecord(ROW.getBytes(UTF_8));
      assertThat(SampleData.isElsewhere(sent)).isFalse();
      assertThat(SampleData.whole(sent, store)).isSameAs(sent);
    }
  }

  @Test
  void aBlobThatIsNotWhatTheRecordSaysIsRefused() throws Exception {
    try (BlobStore store = store()) {
      GeneratedSample kept = inBlob(store, ROW.getBytes(UTF_8));
      kept.put("blobBytes", null);
      assertThatThrownBy(() -> SampleData.whole(kept, store))
          .isInstanceOf(IOException.class)
          .hasMessage(kept.getBlob() + " has 10 bytes, expected -1");
    }
  }

  private BlobStore store() throws IOException {
    return BlobStores.open(new BlobStores.Settings("dir:" + root, "r", "")).orElseThrow();
  }

  private static GeneratedSample inBlob(BlobStore store, byte[] bytes) throws IOException {
    var blob = new Blob(0, "requests/0/7", "json", bytes);
    GeneratedSample sample = inRecord(new byte[0]);
    sample.put("blob", store.put(blob.name(), bytes));
    sample.put("blobBytes", (long) bytes.length);
    sample.put("blobSha256", blob.sha256());
    return sample;
  }

  private static GeneratedSample inRecord(byte[] bytes) {
    return GeneratedSample.newBuilder()
        .setRequestId("r1")
        .setGenerator("customers")
        .setVersion("1")
        .setHash("5e")
        .setIndex(0)
        .setCount(1)
        .setSeed(1)
        .setSampler("direct")
        .setSteps(1)
        .setEncoding("json")
        .setDtype("json")
        .setShape(List.of(1))
        .setData(ByteBuffer.wrap(bytes))
        .setTimings(new Timings(0L, 0L, 0L, 0L))
        .setNetworkCalls(1)
        .setOrigin(new Origin("requests", 0, 7L, 0L))
        .build();
  }
}
