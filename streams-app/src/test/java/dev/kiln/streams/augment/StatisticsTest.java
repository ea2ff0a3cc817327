package dev.kiln.streams.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void meanAndVarianceAreThoseOfTheRecords() {
    Statistics statistics = normal(5000, 3, 2, 1_000_000);

    assertThat(statistics.mean().get(0)).isEqualTo(3, within(0.1));
    assertThat(statistics.variance().get(0)).isEqualTo(4, within(0.3));
  }

  @Test
  void oldRecordsAreForgotten() {
    Statistics statistics = normal(1000, 3, 1, 100);
    for (int i = 0; i < 1000; i++) {
      statistics = statistics.with(List.of(7.0), 100);
    }
    assertThat(statistics.mean().get(0)).isEqualTo(7, within(0.01));
  }

  @Test
  void theDistanceIsInSpreadsOfTheFirst() {
    Statistics real = normal(5000, 0, 2, 1_000_000);

    assertThat(real.distance(normal(5000, 0, 2, 1_000_000))).isLessThan(0.1);
    assertThat(real.distance(normal(5000, 2, 2, 1_000_000))).isEqualTo(1, within(0.1));
    assertThat(real.distance(normal(5000, 0, 4, 1_000_000))).isEqualTo(1, within(0.1));
  }

  private static Statistics normal(int records, double mean, double spread, int span) {
    var random = new Random((long) (mean * 100 + spread));
    Statistics statistics = Statistics.EMPTY;
    for (int i = 0; i < records; i++) {
      statistics = statistics.with(List.of(mean + spread * random.nextGaussian()), span);
    }
    return statistics;
  }
}
