package dev.kiln.generation.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RowCapTest {

  private static final long HOLD = TimeUnit.SECONDS.toNanos(30);

  private final RowCap cap = new RowCap(32, CallLimits.of(Duration.ofSeconds(60)));

  @Test
  void halvesWithEveryFailureDownToOne() {
    assertThat(cap.rows(0)).isEqualTo(32);
    cap.ranOut(32, 0);
    assertThat(cap.rows(0)).isEqualTo(16);
    cap.ranOut(16, 0);
    cap.ranOut(8, 0);
    cap.ranOut(4, 0);
    cap.ranOut(2, 0);
    cap.ranOut(1, 0);
    assertThat(cap.rows(0)).isEqualTo(1);
    assertThat(cap.isReduced()).isTrue();
  }

  @Test
  void aFailureOfFewRowsDoesNotRaiseIt() {
    cap.ranOut(4, 0);
    cap.ranOut(32, 0);
    assertThat(cap.rows(0)).isEqualTo(2);
  }

  @Test
  void doublesAfterEachWhileWithoutTrouble() {
    cap.ranOut(8, 0);
    assertThat(cap.rows(HOLD - 1)).isEqualTo(4);
    assertThat(cap.rows(HOLD)).isEqualTo(8);
    assertThat(cap.rows(2 * HOLD)).isEqualTo(16);
    assertThat(cap.rows(100 * HOLD)).isEqualTo(32);
    assertThat(cap.isReduced()).isFalse();
  }
}
