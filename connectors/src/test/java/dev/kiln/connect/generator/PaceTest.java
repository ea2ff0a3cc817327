package dev.kiln.connect.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

  private final AtomicLong nanos = new AtomicLong(-1_000);

  @Test
  void samplesAreDueAtEvenDistances() {
    var pace = new Pace(10, nanos::get);

    assertThat(pace.millisUntilDue()).isZero();
    pace.took();
    assertThat(pace.millisUntilDue()).isEqualTo(100);
    nanos.addAndGet(40_000_000);
    assertThat(pace.millisUntilDue()).isEqualTo(60);
    nanos.addAndGet(60_000_000);
    assertThat(pace.millisUntilDue()).isZero();
  }

  @Test
  void whoFallsBehindCatchesUpOnOneSecondAtMost() {
    var pace = new Pace(10, nanos::get);
    pace.millisUntilDue();
    nanos.addAndGet(60_000_000_000L);

    int made = 0;
    while (pace.millisUntilDue() == 0) {
      pace.took();
      made++;
    }

    assertThat(made).isEqualTo(11);
  }

  @Test
  void noRateIsNoLimit() {
    var pace = new Pace(0, nanos::get);
    for (int i = 0; i < 1000; i++) {
      pace.took();
    }
    assertThat(pace.millisUntilDue()).isZero();
  }
}
