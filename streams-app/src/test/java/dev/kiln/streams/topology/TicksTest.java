package dev.kiln.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TicksTest {

  private static final Duration USUAL = Duration.ofMillis(5);
  private static final long NEVER = Long.MAX_VALUE;

  private final Doorbell bell = new Doorbell();
  private final Ticks ticks = new Ticks(USUAL, bell, () -> 0);

  @Test
  void withFewRequestsTheThreadWaitsUntilAnAnswerRings() {
    ticks.looked(2, false, NEVER);
    assertWait(false, 100);
    assertThat(ringWakes()).isTrue();
    assertWait(true, 1);
    assertThat(ticks.interval()).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void withManyItLooksTheLessOftenTheLongerTheyTake() {
    ticks.looked(9, false, NEVER);
    assertWait(false, 5);
    assertThat(ringWakes()).isFalse();
    assertThat(ticks.interval()).isEqualTo(USUAL);
    ticks.answered(320);
    ticks.looked(9, false, NEVER);
    assertWait(true, 10);
    ticks.answered(10_000);
    ticks.looked(9, false, NEVER);
    assertWait(false, 40);
  }

  @Test
  void whatDoesNotRingIsLookedForAsUsual() {
    ticks.looked(1, true, NEVER);
    assertWait(false, 5);
  }

  @Test
  void aCommitIsNotMissed() {
    ticks.looked(1, false, 3_000_000);
    assertWait(false, 3);
    ticks.looked(1, false, 0);
    assertWait(false, 1);
  }

  private void assertWait(boolean answers, long millis) {
    assertThat(Duration.ofNanos(ticks.mayWaitNanos(answers))).hasMillis(millis);
  }

  private boolean ringWakes() {
    var woken = new AtomicInteger();
    bell.listen(USUAL, woken::incrementAndGet);
    ticks.ring();
    bell.stop();
    return woken.get() > 0;
  }
}
