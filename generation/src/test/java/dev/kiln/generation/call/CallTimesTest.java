package dev.kiln.generation.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallTimesTest {

  private static final CallLimits LIMITS =
      new CallLimits(
          Duration.ofSeconds(60),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          3,
          Duration.ofSeconds(30));

  private final CallTimes times = new CallTimes(LIMITS);

  @Test
  void aNetworkThatIsNotKnownYetGetsTheLongestLimit() {
    took(19, Duration.ofMillis(50));
    assertThat(limit()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void aKnownOneGetsAHundredTimesItsUsualCall() {
    took(20, Duration.ofMillis(50));
    assertThat(limit()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void oneLongCallCountsForAWhile() {
    took(20, Duration.ofMillis(50));
    took(1, Duration.ofMillis(400));
    assertThat(limit()).isEqualTo(Duration.ofSeconds(40));
    took(5_000, Duration.ofMillis(50));
    assertThat(limit()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void theLimitStaysBetweenShortestAndLongest() {
    took(20, Duration.ofNanos(1000));
    assertThat(limit()).isEqualTo(Duration.ofSeconds(1));
    took(20, Duration.ofSeconds(10));
    assertThat(limit()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void refusesLimitsThatCannotBe() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new CallLimits(second, second.multipliedBy(2), second, 3, second))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the limits of a call must be above zero and the shortest at most the longest, were"
                + " PT2S and PT1S");
    assertThat(CallLimits.of(second).shortest()).isEqualTo(second);
  }

  private void took(int calls, Duration each) {
    for (int i = 0; i < calls; i++) {
      times.took(each.toNanos());
    }
  }

  private Duration limit() {
    return Duration.ofMillis(Math.round(times.limitNanos() / 1e6));
  }
}
