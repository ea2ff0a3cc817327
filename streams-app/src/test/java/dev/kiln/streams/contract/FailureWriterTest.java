package dev.kiln.streams.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.schemas.FailureCode;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.schemas.wire.WireFormat;
import dev.kiln.streams.contract.Answer.Problem;
import dev.kiln.streams.inflight.Entry;
import dev.kiln.streams.inflight.Origin;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class FailureWriterTest {

  private final Deque<GenerationFailure> written = new ArrayDeque<>();

  @Test
  void keepsTheWholeRequestWhereThereIsRoom() throws RegistryAwayException {
    Outgoing record = write(10_000);

    assertThat(record.headers()).hasSize(1);
    assertThat(written.getLast().getOriginalValue().remaining()).isEqualTo(1000);
  }

  @Test
  void leavesOutTheValueFirst() throws RegistryAwayException {
    Outgoing record = write(4000);

    assertThat(written.getLast().getOriginalValue()).isNull();
    assertThat(written.getLast().getRequestId()).hasSize(1000);
    assertThat(record.headers()).hasSize(1);
    assertThat(record.key()).hasSize(500);
  }

  @Test
  void leavesOutTheIdThenTheHeadersThenTheKey() throws RegistryAwayException {
    assertThat(write(2600).headers()).hasSize(1);
    assertThat(written.getLast().getRequestId()).isEqualTo("t-0-1");

    assertThat(write(2000).headers()).isEmpty();
    assertThat(written.getLast().getOriginalKey().remaining()).isEqualTo(500);

    assertThat(write(1024).key()).isNull();
    assertThat(written.getLast().getOriginalKey()).isNull();
    assertThat(written.getLast().getCode()).isEqualTo("BAD_STEPS");
  }

  private Outgoing write(int maxRecordBytes) throws RegistryAwayException {
    var writer =
        new FailureWriter(
            "failures",
            (topic, failure) -> {
              written.addLast(failure);
              return WireFormat.encode(1, failure);
            },
            maxRecordBytes);
    var headers = new RecordHeaders().add("h", new byte[1000]);
    var entry =
        new Entry(new Origin("t", 0, 1), new byte[500], new byte[1000], headers, 0, 0, 1, 0);
    return writer.write(
        entry, new Problem("i".repeat(1000), FailureCode.BAD_STEPS, "steps must be more."));
  }
}
