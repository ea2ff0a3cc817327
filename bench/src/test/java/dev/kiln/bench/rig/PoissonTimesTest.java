package dev.kiln.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PoissonTimesTest {

  private static final int EVENTS = 20_000;
  private static final double RATE = 50;

  @Test
  void intervalsHaveTheMeanAndTheSpreadOfAnExponentialOne() {
    PoissonTimes times = new PoissonTimes(RATE, new Random(3));
    double sum = 0;
    double squares = 0;
    long before = 0;
    for (int i = 0; i < EVENTS; i++) {
      long now = times.nextNanos();
      double interval = (now - before) / 1e9;
      assertThat(interval).isNotNegative();
      sum += interval;
      squares += interval * interval;
      before = now;
    }
    double mean = sum / EVENTS;

    assertThat(mean).isCloseTo(1 / RATE, within(0.03 / RATE));
    assertThat(Math.sqrt(squares / EVENTS - mean * mean)).isCloseTo(mean, within(0.05 / RATE));
  }

  @Test
  void refusesARateThatIsNone() {
    assertThatThrownBy(() -> new PoissonTimes(0, new Random(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rate must be above 0 a second, was 0.0");
  }
}
