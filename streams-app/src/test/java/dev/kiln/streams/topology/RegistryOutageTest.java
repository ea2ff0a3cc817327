package dev.kiln.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.schemas.avro.GenerationRequest;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class RegistryOutageTest {

  private static final byte[] AVRO =
      FakeFormats.avro(GenerationRequest.newBuilder().setGenerator("tiny").build());

  @Test
  void aRequestWaitsForTheRegistryAndFailsNot() {
    var task = new TaskHarness();
    task.formats.readsFail(true);
    task.record("a", AVRO, new RecordHeaders());
    task.record("b", AVRO, new RecordHeaders());
    task.tick(1000);
    assertThat(task.engine().submitted()).isEmpty();
    assertThat(task.context().forwarded()).isEmpty();
    assertThat(task.stored()).isEqualTo(2);

    task.formats.readsFail(false);
    task.tick(1000);
    task.ticks(2);

    assertThat(task.engine().submitted()).hasSize(2);
  }

  @Test
  void theRegistryIsLeftAloneForLongerAndLonger() {
    var task = new TaskHarness();
    task.formats.readsFail(true);
    task.record("a", AVRO, new RecordHeaders());
    task.tick(200);
    task.formats.readsFail(false);
    task.tick(200);
    assertThat(task.engine().submitted()).as("in the second pause").isEmpty();

    task.tick(200);
    assertThat(task.engine().submitted()).hasSize(1);
  }

  @Test
  void anAnswerWaitsForTheRegistryToo() {
    var task = new TaskHarness();
    task.record("a", AVRO, new RecordHeaders());
    task.formats.writesFail(true);
    task.engine().submitted(0).finish();
    task.tick();
    assertThat(task.context().forwarded()).isEmpty();
    assertThat(task.stored()).isOne();

    task.formats.writesFail(false);
    task.tick(1000);

    assertThat(task.samples()).hasSize(1);
    assertThat(task.stored()).isZero();
    task.tick();
    assertThat(task.isPunctuating()).isFalse();
  }
}
