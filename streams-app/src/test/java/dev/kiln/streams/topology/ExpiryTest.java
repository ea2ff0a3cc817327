package dev.kiln.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.request.Outcome;
import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.schemas.avro.GenerationRequest;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Requests that wait in the store, and their deadlines. */
class ExpiryTest {

  private static final String ASK = "{\"generator\":\"tiny\",\"requestId\":\"%s\"}";
  private static final String ASK_SOON =
      "{\"generator\":\"tiny\",\"requestId\":\"%s\",\"deadlineMs\":%d}";

  @Test
  void aRequestThatWaitsExpiresInTimeAndHoldsUpNobody() {
    var task = new TaskHarness(TaskHarness.inFlight(1));
    task.request("a", ASK.formatted("busy"));
    task.request("b", ASK_SOON.formatted("soon", 1000));
    task.request("c", ASK_SOON.formatted("sooner", 500));
    task.request("d", ASK.formatted("patient"));

    task.tick(490);
    assertThat(task.failures()).extracting(GenerationFailure::getRequestId).containsOnly("sooner");
    task.tick(500);
    assertThat(task.failures())
        .extracting(GenerationFailure::getRequestId)
        .containsExactly("sooner", "soon");
    assertThat(task.failures()).extracting(GenerationFailure::getCode).containsOnly("EXPIRED");
    assertThat(task.failures().get(0).getMessage()).contains("within the deadline of 500 ms");

    task.engine().submitted(0).finish();
    task.tick();
    task.engine().submitted(1).finish();
    task.tick();
    assertThat(task.samples())
        .extracting(GeneratedSample::getRequestId)
        .containsExactly("busy", "patient");
    assertIdle(task, 2);
  }

  @Test
  void nothingIsToldBeforeTheDeadline() {
    var task = new TaskHarness(TaskHarness.inFlight(1));
    task.request("a", ASK.formatted("busy"));
    task.process("b", ASK_SOON.formatted("soon", 1000));

    task.tick(999);
    assertThat(task.failures()).isEmpty();
    task.tick(1);
    assertThat(task.failures()).hasSize(1);
  }

  @Test
  void itWaitsForNobodyBeforeItUnderItsKey() {
    var task = new TaskHarness(TaskHarness.inFlight(1));
    task.request("a", ASK.formatted("1"));
    task.request("a", ASK.formatted("2"));
    task.request("a", ASK_SOON.formatted("3", 100));
    task.request("a", ASK.formatted("4"));
    task.tick(100);
    assertThat(task.failures()).extracting(GenerationFailure::getRequestId).containsExactly("3");

    for (int i = 0; i < 3; i++) {
      task.engine().submitted(i).finish();
      task.tick();
    }
    assertThat(task.samples())
        .extracting(GeneratedSample::getRequestId)
        .containsExactly("1", "2", "4");
    assertIdle(task, 1);
  }

  @Test
  void oneThatTheEngineLetExpireWaitsForNobodyEither() {
    var task = new TaskHarness();
    task.request("a", ASK.formatted("1"));
    task.request("a", ASK_SOON.formatted("2", 100));
    task.request("a", ASK.formatted("3"));
    task.engine().submitted(2).finish();
    task.engine().submitted(1).end(new Outcome.Expired());
    task.tick();
    assertThat(task.failures()).extracting(GenerationFailure::getRequestId).containsExactly("2");
    assertThat(task.samples()).isEmpty();

    task.engine().submitted(0).finish();
    task.tick();
    assertThat(task.samples()).extracting(GeneratedSample::getRequestId).containsExactly("1", "3");
    assertIdle(task, 1);
  }

  @Test
  void theDeadlineCountsFromTheRecordOverADeathOfTheProcess() {
    var task = new TaskHarness(TaskHarness.inFlight(1));
    task.request("a", ASK.formatted("busy"));
    task.request("b", ASK_SOON.formatted("soon", 1000));
    task.tick(900);
    task.crash();
    task.tick(50);
    assertThat(task.failures()).isEmpty();
    task.tick(50);

    assertThat(task.failures()).extracting(GenerationFailure::getRequestId).containsExactly("soon");
  }

  @Test
  void oneThatHadBegunExpiresWhileOthersRunAloneBeforeIt() {
    var task = new TaskHarness();
    task.request("a", ASK.formatted("first"));
    task.request("b", ASK_SOON.formatted("second", 1000));
    task.request("c", ASK.formatted("third"));
    task.crash();
    task.ticks(3);
    assertThat(task.engine().submitted()).hasSize(1);
    task.tick(1000);
    assertThat(task.failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.getRequestId()).isEqualTo("second"));

    task.engine().submitted(0).finish();
    task.ticks(4);
    task.engine().submitted(1).finish();
    task.ticks(4);
    assertThat(task.samples())
        .extracting(GeneratedSample::getRequestId)
        .containsExactly("first", "third");
    assertIdle(task, 1);
  }

  @Test
  void aRequestThatIsAnsweredOrTakenBackDoesNotExpireAsWell() {
    var task = new TaskHarness(TaskHarness.inFlight(1));
    task.request("a", ASK.formatted("busy"));
    task.request("b", ASK_SOON.formatted("served", 1000));
    task.request("c", ASK_SOON.formatted("withdrawn", 1000));
    task.tombstone("c");
    task.engine().submitted(0).finish();
    task.tick();
    task.engine().submitted(1).finish();
    task.tick();
    task.tick(2000);

    assertThat(task.samples())
        .extracting(GeneratedSample::getRequestId)
        .containsExactly("busy", "served");
    assertThat(task.failures()).extracting(GenerationFailure::getCode).containsExactly("CANCELLED");
    assertIdle(task, 1);
  }

  @Test
  void oneThatCannotBeReadYetExpiresWhenItCan() {
    var task = new TaskHarness(TaskHarness.inFlight(1));
    task.request("a", ASK.formatted("busy"));
    task.formats.readsFail(true);
    byte[] avro =
        FakeFormats.avro(
            GenerationRequest.newBuilder()
                .setGenerator("tiny")
                .setRequestId("avro")
                .setDeadlineMs(100L)
                .build());
    task.record("b", avro, new RecordHeaders());
    task.tick(5000);
    assertThat(task.failures()).isEmpty();

    task.formats.readsFail(false);
    task.engine().submitted(0).finish();
    task.ticks(2);
    assertThat(task.failures()).extracting(GenerationFailure::getRequestId).containsExactly("avro");
    assertIdle(task, 1);
  }

  private static void assertIdle(TaskHarness task, int failures) {
    assertThat(task.failures()).hasSize(failures);
    assertThat(task.stored()).isZero();
    assertThat(task.store().firstDeadline(null)).isNull();
    task.tick(100);
    task.tick();
    assertThat(task.isPunctuating()).isFalse();
  }
}
