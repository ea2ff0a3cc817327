package dev.kiln.streams.inflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OriginTest {

  @Test
  void storeKeysSortByOffset() {
    var keys =
        LongStream.of(0, 1, 255, 256, 1L << 33).mapToObj(o -> new Origin("t", 0, o).storeKey());

    assertThat(keys.toList()).isSorted();
  }

  @Test
  void aStoreKeyIsReadBack() {
    var origin = new Origin("requests.v1", 12, 34567890123L);

    assertThat(Origin.ofStoreKey(origin.storeKey())).isEqualTo(origin);
  }

  @Test
  void neighboursHaveUnrelatedSeeds() {
    assertThat(new Origin("t", 0, 1).seed()).isEqualTo(new Origin("t", 0, 1).seed());
    long[] seeds = LongStream.range(0, 1000).map(o -> new Origin("t", 0, o).seed()).toArray();
    assertThat(LongStream.of(seeds).distinct().count()).isEqualTo(1000);
    assertThat(LongStream.of(seeds).min().orElseThrow()).isNotNegative();
    double meanBits = LongStream.of(seeds).mapToInt(Long::bitCount).average().orElseThrow();
    assertThat(meanBits).isBetween(30.5, 32.5);
  }
}
