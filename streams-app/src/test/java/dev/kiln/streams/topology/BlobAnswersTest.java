package dev.kiln.streams.topology;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.storage.BlobStore;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Samples that are larger than a record may be. */
class BlobAnswersTest {

  private static final String BIG =
      "{\"generator\":\"big\",\"encoding\":\"raw\",\"requestId\":\"%s\"}";
  private static final String TINY = "{\"generator\":\"tiny\",\"requestId\":\"%s\"}";

  /** Keeps blobs in memory, unless it is told not to. */
  private static final class FakeBlobs implements BlobStore {
    private final Map<String, byte[]> kept = new LinkedHashMap<>();
    private boolean fails;
    private boolean losesItsAnswer;
    private int attempts;

    @Override
    public String put(String name, byte[] bytes) throws IOException {
      attempts++;
      if (fails) {
        throw new IOException("the disk is full");
      }
      kept.put(name, bytes);
      if (losesItsAnswer) {
        throw new IOException("the connection is gone");
      }
      return "fake:" + name;
    }

    @Override
    public byte[] get(String url) {
      return requireNonNull(kept.get(url.substring("fake:".length())));
    }
  }

  private final FakeBlobs blobs = new FakeBlobs();
  private final TaskHarness task = TaskHarness.withBlobs(smallRecords(), blobs);

  @Test
  void aLargeSampleGoesToTheBlobStoreAndItsRecordPointsThere() throws Exception {
    task.request("a", BIG.formatted("a"));
    task.engine().submitted(0).finish();
    task.ticks(2);

    GeneratedSample sample = task.samples().get(0);
    byte[] bytes = blobs.kept.values().iterator().next();
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    assertThat(bytes).hasSize(64 * 64 * Float.BYTES);
    assertThat(sample.getData().remaining()).isZero();
    assertThat(sample.getBlob())
        .isEqualTo("fake:generation-requests/3/0-0-%s.raw".formatted(hash.substring(0, 16)));
    assertThat(sample.getBlobBytes()).isEqualTo(bytes.length);
    assertThat(sample.getBlobSha256()).isEqualTo(hash);
    assertThat(sample.getShape()).containsExactly(1, 64, 64);
    assertIdle();
  }

  @Test
  void aSampleThatFitsStaysInItsRecord() {
    task.request("a", TINY.formatted("a"));
    task.engine().submitted(0).finish();
    task.tick();

    assertThat(task.samples().get(0).getBlob()).isNull();
    assertThat(task.samples().get(0).getData().remaining()).isPositive();
    assertThat(blobs.attempts).isZero();
  }

  @Test
  void aStoreThatFailsIsWaitedForAndHoldsUpNoOtherKey() {
    blobs.fails = true;
    task.request("a", BIG.formatted("big"));
    task.request("a", TINY.formatted("behind"));
    task.request("b", TINY.formatted("other"));
    task.engine().submitted().forEach(FakeGeneration.Pending::finish);
    task.ticks(10);
    assertThat(blobs.attempts).isOne();
    assertThat(task.samples()).extracting(GeneratedSample::getRequestId).containsExactly("other");
    task.tick(200);
    task.tick();
    assertThat(blobs.attempts).isEqualTo(2);

    blobs.fails = false;
    task.tick(400);
    task.tick();
    assertThat(task.samples())
        .extracting(GeneratedSample::getRequestId)
        .containsExactly("other", "big", "behind");
    assertThat(task.failures()).isEmpty();
    assertIdle();
  }

  @Test
  void aReplayKeepsTheSameBlobUnderTheSameName() {
    blobs.losesItsAnswer = true;
    task.request("a", BIG.formatted("a"));
    task.engine().submitted(0).finish();
    task.ticks(2);
    blobs.losesItsAnswer = false;
    task.crash();
    task.ticks(4);
    task.engine().submitted(0).finish();
    task.ticks(2);

    assertThat(task.samples()).hasSize(1);
    assertThat(blobs.attempts).isEqualTo(2);
    assertThat(blobs.kept).hasSize(1);
    assertThat(task.stored()).isZero();
  }

  @Test
  void withoutAStoreItIsTooLarge() {
    var without = new TaskHarness(smallRecords());
    without.request("a", BIG.formatted("a"));
    without.engine().submitted(0).finish();
    without.tick();

    assertThat(without.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.getCode()).isEqualTo("TOO_LARGE");
              assertThat(failure.getMessage()).contains("kiln.blob.store");
            });
  }

  @Test
  void whatIsTooLargeEvenWithoutItsSampleIsTooLarge() {
    task.request("k".repeat(3500), BIG.formatted("a"));
    task.engine().submitted(0).finish();
    task.ticks(2);

    assertThat(task.failures()).extracting(GenerationFailure::getCode).containsOnly("TOO_LARGE");
    assertThat(blobs.attempts).isZero();
  }

  private void assertIdle() {
    assertThat(task.stored()).isZero();
    assertThat(task.isPunctuating()).isFalse();
  }

  private static InFlightOptions smallRecords() {
    return new InFlightOptions(
        64,
        3,
        ReleaseOrder.KEY,
        4096,
        Duration.ofMillis(5),
        Duration.ofMillis(200),
        Duration.ofSeconds(10),
        true);
  }
}
