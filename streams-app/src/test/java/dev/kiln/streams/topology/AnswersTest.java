package dev.kiln.streams.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.request.Outcome;
import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.schemas.avro.GenerationRequest;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {

  @Test
  void aSampleSaysWhatItIsAndWhereItCameFrom() {
    var task = new TaskHarness();
    task.request("a", "{\"generator\":\"tiny\",\"label\":7,\"requestId\":\"r1\"}");
    task.engine().submitted(0).finish();
    task.tick();

    GeneratedSample sample = task.samples().get(0);
    assertThat(sample.getRequestId()).isEqualTo("r1");
    assertThat(sample.getEncoding()).isEqualTo("png");
    assertThat(sample.getData().get(1)).as("PNG").isEqualTo((byte) 'P');
    assertThat(sample.getShape()).containsExactly(1, 2, 2);
    assertThat(sample.getLabel()).isEqualTo(7);
    assertThat(sample.getOrigin().getTopic()).isEqualTo(TaskHarness.TOPIC);
    assertThat(sample.getOrigin().getPartition()).isEqualTo(3);
    assertThat(sample.getTimings().getTotalMicros()).isEqualTo(5);
    assertThat(task.engine().submitted(0).spec().conditions()).containsEntry("label", "7");
  }

  @Test
  void avroAndJsonAskForTheSame() {
    var task = new TaskHarness();
    byte[] avro =
        FakeFormats.avro(GenerationRequest.newBuilder().setGenerator("tiny").setSeed(5L).build());
    task.record("a", avro, new RecordHeaders());
    task.request("a", "{\"generator\":\"tiny\",\"seed\":5}");

    assertThat(task.engine().submitted(0).spec()).isEqualTo(task.engine().submitted(1).spec());
  }

  @Test
  void headersAndTimestampTravelUntouched() {
    var task = new TaskHarness();
    long then = task.now();
    var headers = new RecordHeaders();
    headers.add("traceparent", "00-1".getBytes(UTF_8)).add("x", null).add("x", new byte[] {1});
    task.record("a", "{\"generator\":\"tiny\",\"count\":2}".getBytes(UTF_8), headers);
    task.record("b", "?".getBytes(UTF_8), headers);
    task.engine().submitted(0).finish();
    task.tick(1000);

    assertThat(
            Stream.concat(task.forwarded("samples").stream(), task.forwarded("failures").stream()))
        .hasSize(3)
        .allSatisfy(
            record -> {
              assertThat(record.headers()).isEqualTo(headers);
              assertThat(record.timestamp()).isBetween(then, then + 50);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EMPTY_VALUE        | ''",
        "UNREADABLE         | hello",
        "BAD_JSON           | {\"generator\":",
        "WRONG_TYPE         | {\"generator\":\"tiny\",\"count\":\"many\"}",
        "MISSING_FIELD      | {}",
        "ENGINE_FAILED      | {\"generator\":\"broken\"}",
        "UNKNOWN_GENERATOR  | {\"generator\":\"nobody\"}",
        "BAD_ENCODING       | {\"generator\":\"tiny\",\"encoding\":\"gif\"}",
        "BAD_ENCODING       | {\"generator\":\"vector\",\"encoding\":\"png\"}",
        "BAD_IMAGE          | {\"generator\":\"tiny\",\"strength\":0.5}",
        "BAD_IMAGE          | {\"generator\":\"tiny\",\"image\":\"AAAA\"}",
        "BAD_DEADLINE       | {\"generator\":\"tiny\",\"deadlineMs\":0}"
      })
  void whatCannotBeServedIsExplainedOnce(String code, String value) {
    var task = new TaskHarness();
    task.request("a", value);
    task.ticks(3);

    assertThat(task.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.getCode()).isEqualTo(code);
              assertThat(failure.getMessage()).endsWith(".").doesNotContain("Exception");
              assertThat(failure.getOriginalValue().array()).isEqualTo(value.getBytes(UTF_8));
              assertThat(failure.getOriginalKey().array()).isEqualTo("a".getBytes(UTF_8));
              assertThat(failure.getOrigin().getOffset()).isZero();
            });
    assertThat(task.samples()).isEmpty();
    assertThat(task.stored()).isZero();
    assertThat(task.isPunctuating()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"AA==", "AAAAAA==", "AAAAAAE=", "AAAAAAEC/w==", "AAAAB9B0eW4="})
  void damagedAvroIsExplainedOnce(String base64) {
    var task = new TaskHarness();
    byte[] value = Base64.getDecoder().decode(base64);
    task.record("a", value, new RecordHeaders());

    assertThat(task.failures())
        .singleElement()
        .satisfies(f -> assertThat(f.getOriginalValue().array()).isEqualTo(value));
  }

  @Test
  void aRecordWithNeitherKeyNorValueIsExplained() {
    var task = new TaskHarness();
    task.tombstone(null);

    assertThat(task.failures())
        .singleElement()
        .extracting(GenerationFailure::getCode)
        .isEqualTo("EMPTY_VALUE");
  }

  @Test
  void whatTheEngineCannotDoIsExplained() {
    var task = new TaskHarness();
    task.request("a", "{\"generator\":\"tiny\"}");
    task.request("b", "{\"generator\":\"tiny\",\"deadlineMs\":1000}");
    task.engine().submitted(0).end(new Outcome.Failed("the network broke"));
    task.engine().submitted(1).end(new Outcome.Expired());
    task.tick();

    assertThat(task.failures())
        .extracting(GenerationFailure::getCode)
        .containsExactly("ENGINE_FAILED", "EXPIRED");
    assertThat(task.failures().get(0).getMessage()).isEqualTo("the network broke.");
  }

  @Test
  void aRequestThatComesTooLateForItsDeadlineNeverReachesTheEngine() {
    var task = new TaskHarness(options(1, 1_000_000));
    task.request("a", "{\"generator\":\"tiny\"}");
    task.request("b", "{\"generator\":\"tiny\",\"deadlineMs\":100}");
    task.tick(200);
    task.engine().submitted(0).finish();
    task.tick();

    assertThat(task.engine().submitted()).hasSize(1);
    assertThat(task.failures())
        .singleElement()
        .extracting(GenerationFailure::getCode)
        .isEqualTo("EXPIRED");
  }

  @Test
  void aDeadlineIsTheEnginesToKeep() {
    var task = new TaskHarness();
    long before = System.nanoTime();
    task.request("a", "{\"generator\":\"tiny\",\"deadlineMs\":60000}");

    Long deadline = Objects.requireNonNull(task.engine().submitted(0).spec().deadlineNanos());
    assertThat(deadline - before)
        .isBetween(Duration.ofSeconds(59).toNanos(), Duration.ofSeconds(61).toNanos());
  }

  @Test
  void aSampleLargerThanARecordMayBeBecomesAFailure() {
    var task = new TaskHarness(options(64, 4096));
    task.request("a", "{\"generator\":\"big\",\"encoding\":\"raw\",\"count\":2}");
    task.engine().submitted(0).finish();
    task.tick();

    assertThat(task.samples()).isEmpty();
    assertThat(task.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.getCode()).isEqualTo("TOO_LARGE");
              assertThat(failure.getMessage()).contains("4096");
            });
  }

  @Test
  void aRequestTooLargeToStoreBecomesAFailureWithoutItsValue() {
    var task = new TaskHarness(options(64, 4096));
    var headers = new RecordHeaders().add("trace", new byte[] {1});
    task.record("a", new byte[5000], headers);
    task.record("k".repeat(5000), new byte[10], headers);
    var hugeHeaders = new RecordHeaders().add("huge", new byte[5000]);
    task.record("a", "{\"generator\":\"tiny\"}".getBytes(UTF_8), hugeHeaders);

    assertThat(task.failures())
        .hasSize(3)
        .allSatisfy(
            failure -> {
              assertThat(failure.getCode()).isEqualTo("TOO_LARGE");
              assertThat(failure.getOriginalValue()).isNull();
            });
    assertThat(task.forwarded("failures").get(0).headers()).isEqualTo(headers);
    assertThat(task.stored()).isZero();
  }

  @Test
  void aFailureThatIsTooLargeLeavesOutTheOriginalValueFirst() {
    var task = new TaskHarness(options(64, 4096));
    String id = "i".repeat(3700);
    task.request("a", "{\"generator\":\"nobody\",\"requestId\":\"" + id + "\"}");

    assertThat(task.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.getCode()).isEqualTo("UNKNOWN_GENERATOR");
              assertThat(failure.getRequestId()).isEqualTo(id);
              assertThat(failure.getOriginalValue()).isNull();
            });
  }

  private static InFlightOptions options(int maxInFlight, int maxRecordBytes) {
    return new InFlightOptions(
        maxInFlight,
        3,
        ReleaseOrder.KEY,
        maxRecordBytes,
        Duration.ofMillis(5),
        Duration.ofMillis(200),
        Duration.ofSeconds(10),
        false);
  }
}
