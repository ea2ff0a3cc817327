package dev.kiln.streams.inflight;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class EntryCodecTest {

  private static final Origin ORIGIN = new Origin("generation-requests", 3, 1L << 40);

  @Test
  void whatIsWrittenIsRead() {
    var headers = new RecordHeaders();
    headers.add("trace", "00-ü".getBytes(UTF_8)).add("none", null).add("", new byte[0]);
    headers.add("trace", new byte[] {0});
    var entry =
        new Entry(
            ORIGIN, new byte[] {0, 1}, new byte[] {9}, headers, 123_456, Long.MIN_VALUE, 7, 5);

    assertThat(decoded(entry)).usingRecursiveComparison().isEqualTo(entry);
    assertThat(decoded(entry.withDeadline(123_999)).deadline()).isEqualTo(123_999);
  }

  @Test
  void nothingIsNotTheSameAsEmpty() {
    var nothing = new Entry(ORIGIN, null, null, new RecordHeaders(), 0, 0, 1, 0);
    var empty = new Entry(ORIGIN, new byte[0], new byte[0], new RecordHeaders(), 0, 0, 1, 0);

    assertThat(decoded(nothing)).usingRecursiveComparison().isEqualTo(nothing);
    assertThat(decoded(empty)).usingRecursiveComparison().isEqualTo(empty);
    assertThat(EntryCodec.keyOf(ORIGIN, EntryCodec.encode(nothing))).isNull();
    assertThat(EntryCodec.keyOf(ORIGIN, EntryCodec.encode(empty))).isEmpty();
  }

  @Test
  void anUnknownFormatIsNotGuessedAt() {
    byte[] bytes =
        EntryCodec.encode(new Entry(ORIGIN, null, null, new RecordHeaders(), 0, 0, 1, 0));
    bytes[0] = 9;

    assertThatThrownBy(() -> EntryCodec.decode(ORIGIN, bytes))
        .hasMessageContaining("generation-requests-3-1099511627776 has format 9");
  }

  @Test
  void anEntryThatDoesNotFitLeavesOutItsValueFirst() {
    var headers = new RecordHeaders().add("trace", new byte[100]);
    var entry = new Entry(ORIGIN, new byte[100], new byte[2000], headers, 1, 2, 1, 0);

    assertThat(entry.within(4000)).isSameAs(entry);
    Entry withoutValue = entry.within(1000);
    assertThat(withoutValue.value()).isNull();
    assertThat(withoutValue.key()).hasSize(100);
    assertThat(withoutValue.droppedBytes()).isBetween(2200, 2500);
    assertThat(entry.within(300).key()).isNull();
  }

  private static Entry decoded(Entry entry) {
    return EntryCodec.decode(entry.origin(), EntryCodec.encode(entry));
  }
}
