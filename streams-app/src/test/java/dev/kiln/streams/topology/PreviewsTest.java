package dev.kiln.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.schemas.avro.GenerationPreview;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What leaves while samples are made, and what does not. */
class PreviewsTest {

  private static final String WATCHED =
      "{\"generator\":\"tiny\",\"requestId\":\"r\",\"count\":2,\"previews\":3}";
  private static final String BIG =
      "{\"generator\":\"big\",\"encoding\":\"raw\",\"requestId\":\"b\",\"previews\":3}";

  private final TaskHarness task = new TaskHarness(options(4096));

  @Test
  void leaveUnderTheKeyOfTheirRequest() {
    task.request("k", WATCHED);
    task.engine().submitted(0).show(1, 3);
    task.tick();

    var record = task.forwarded("previews").get(0);
    assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("k");
    GenerationPreview preview = FakeFormats.preview(record.value());
    assertThat(preview.getRequestId()).isEqualTo("r");
    assertThat(preview.getGenerator()).isEqualTo("tiny");
    assertThat(preview.getIndex()).isEqualTo(1);
    assertThat(preview.getCount()).isEqualTo(2);
    assertThat(preview.getStep()).isEqualTo(3);
    assertThat(preview.getSteps()).isEqualTo(10);
    assertThat(preview.getEncoding()).isEqualTo("png");
    assertThat(preview.getShape()).containsExactly(1, 2, 2);
    byte[] png = new byte[4];
    preview.getData().get(png);
    assertThat(png).isEqualTo(new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    assertThat(preview.getOrigin().getPartition()).isEqualTo(3);
    assertThat(task.stored()).as("the request is still to be answered").isOne();
  }

  @Test
  void ofEachSampleOnlyTheLatestLeavesAndNotAllTheTime() {
    task.request("k", WATCHED);
    for (int step : new int[] {1, 2, 3}) {
      task.engine().submitted(0).show(0, step);
    }
    task.tick();
    assertThat(task.previews()).extracting(GenerationPreview::getStep).containsExactly(3);

    task.engine().submitted(0).show(0, 4);
    task.ticks(10);
    task.engine().submitted(0).show(0, 5);
    assertThat(task.previews()).as("before a tenth of a second is over").hasSize(1);
    task.tick(100);
    assertThat(task.previews()).extracting(GenerationPreview::getStep).containsExactly(3, 5);
    assertThat(task.metrics.previews).isEqualTo(2);
    task.engine().submitted(0).finish();
    task.tick();
    assertThat(task.samples()).hasSize(2);
    assertThat(task.metrics.previewsDropped).isEqualTo(3);
  }

  @Test
  void previewAndAnswerWakeAThreadThatWaitsForRecords() {
    task.request("k", WATCHED);
    assertThat(task.wakes(() -> task.engine().submitted(0).show(0, 1))).isTrue();
    task.tick();
    assertThat(task.previews()).hasSize(1);
    task.tick(100);
    task.tick();
    assertThat(task.wakes(() -> task.engine().submitted(0).finish())).isTrue();
  }

  @Test
  void noneLeavesBehindItsSample() {
    task.request("k", WATCHED);
    task.engine().submitted(0).show(0, 9);
    task.engine().submitted(0).finish();
    task.tick(200);

    assertThat(task.samples()).hasSize(2);
    assertThat(task.previews()).isEmpty();
    assertThat(task.metrics.previewsDropped).isOne();
    task.tick();
    assertThat(task.isPunctuating()).isFalse();
  }

  @Test
  void oneThatIsTooLargeIsLeftOutAndItsRequestGoesOn() {
    task.request("k", BIG);
    task.engine().submitted(0).show(0, 3);
    task.ticks(2);
    assertThat(task.previews()).isEmpty();
    assertThat(task.metrics.previewsDropped).isOne();
    assertThat(task.failures()).isEmpty();
    assertThat(task.stored()).isOne();
  }

  @Test
  void whileTheRegistryIsAwayNoneIsWrittenAndNothingElseWaits() {
    task.request("k", WATCHED);
    task.formats.writesFail(true);
    task.engine().submitted(0).show(0, 3);
    task.tick();
    task.formats.writesFail(false);
    task.engine().submitted(0).show(0, 4);
    task.tick(100);
    assertThat(task.previews()).as("a pause of 200 ms").isEmpty();
    task.engine().submitted(0).show(0, 5);
    task.tick(100);
    assertThat(task.previews()).extracting(GenerationPreview::getStep).containsExactly(5);
    assertThat(task.metrics.previewsDropped).isEqualTo(2);
  }

  @Test
  void comeAgainWithARequestThatBeginsAnew() {
    task.request("k", WATCHED);
    task.engine().submitted(0).show(0, 3);
    task.tick();
    task.crash();
    task.ticks(4);
    task.engine().submitted(0).show(0, 3);
    task.tick();
    assertThat(task.previews()).extracting(GenerationPreview::getStep).containsExactly(3);
    task.engine().submitted(0).finish();
    task.tick();
    assertThat(task.samples()).hasSize(2);
  }

  @Test
  void whoAsksForNoneIsNotWatched() {
    task.request("k", "{\"generator\":\"tiny\"}");
    task.request("k", WATCHED);
    assertThat(task.engine().submitted(0).isWatched()).isFalse();
    assertThat(task.engine().submitted(1).isWatched()).isTrue();
    assertThat(task.engine().submitted(1).spec().previews()).isEqualTo(3);
  }

  @Test
  void withoutATopicThereIsNoSinkForThem() {
    assertThat(sinks(TopicNames.defaults())).doesNotContain("previews");
    assertThat(sinks(new TopicNames("a", "b", "c", "d"))).contains("previews");
  }

  private String sinks(TopicNames topics) {
    return Arrays.toString(
        KilnTopology.build(
                topics, InFlightOptions.defaults(), task.engine(), task.formats.contracts())
            .describe()
            .toString()
            .split("\n"));
  }

  private static InFlightOptions options(int maxRecordBytes) {
    return new InFlightOptions(
        64,
        3,
        ReleaseOrder.KEY,
        maxRecordBytes,
        Duration.ofMillis(5),
        Duration.ofMillis(200),
        Duration.ofSeconds(10),
        true);
  }
}
