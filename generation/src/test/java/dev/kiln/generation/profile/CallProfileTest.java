package dev.kiln.generation.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CallProfileTest {

  @Test
  void whereRowsBringNothingCallsStayShort() {
    // Convolutions on two cores: 1.01 ms a row on one thread, 0.66 to 0.50 on two.
    CallProfile profile =
        new CallProfile(
            List.of(
                cost(2, 1, 1, 1980, 1.01),
                cost(2, 1, 8, 1990, 1.01),
                cost(1, 2, 1, 1515, 0.66),
                cost(1, 2, 32, 1960, 0.66)));

    assertThat(profile.best()).as("and a call alone is quicker").isEqualTo(shape(2, 1, 1, 2));
    assertThat(profile.bestOnce()).as("the network held once").isEqualTo(shape(2, 1, 1, 1));
  }

  @Test
  void whereRowsAreFreeCallsAreAsLargeAsTheyPay() {
    // An accelerator: a call costs 2 ms up to 32 rows, and is full from there on.
    CallProfile profile =
        new CallProfile(
            List.of(
                cost(1, 1, 1, 500, 2),
                cost(1, 1, 8, 4000, 2),
                cost(1, 1, 32, 15_900, 2),
                cost(1, 1, 64, 16_000, 2)));

    assertThat(profile.best()).isEqualTo(shape(1, 1, 32, 1));
  }

  @Test
  void whileThereIsLittleToDoCallsAreShorterAsFarAsTheyStillPay() {
    CallProfile profile =
        new CallProfile(
            List.of(
                cost(2, 1, 1, 800, 2),
                cost(2, 1, 2, 880, 2),
                cost(2, 1, 4, 940, 2),
                cost(2, 1, 8, 1000, 2),
                cost(1, 2, 1, 990, 1)));

    assertThat(profile.bestOnce()).isEqualTo(new CallShape(2, 1, 8, 2, 1));
    assertThat(profile.bestOnce().rows(3)).as("little to do").isEqualTo(2);
    assertThat(profile.bestOnce().rows(47)).as("less than a backlog").isEqualTo(2);
    assertThat(profile.bestOnce().rows(48)).as("three full calls of each caller").isEqualTo(8);
    CallShape large = new CallShape(2, 1, 32, 1, 1);
    assertThat(large.rows(15)).as("little to do").isEqualTo(1);
    assertThat(large.rows(64)).as("an eighth of what each caller has").isEqualTo(4);
    assertThat(large.rows(192)).as("a backlog").isEqualTo(32);
  }

  @Test
  void whereAShareIsSlowerCallsHaveThreads() {
    CallProfile profile =
        new CallProfile(List.of(cost(2, 1, 1, 1000, 1.0), cost(1, 2, 4, 2000, 0.6)));

    assertThat(profile.best()).isEqualTo(shape(1, 2, 4, 2));
  }

  @Test
  void aLittleQuickerAloneIsNotWorthHoldingANetworkTwice() {
    CallProfile profile =
        new CallProfile(List.of(cost(2, 1, 1, 2000, 1.0), cost(1, 2, 1, 1200, 0.9)));

    assertThat(profile.best()).isEqualTo(shape(2, 1, 1, 1));
  }

  private static CallShape shape(int callers, int threads, int rows, int alone) {
    return new CallShape(callers, threads, rows, rows, alone);
  }

  private static CallCost cost(int callers, int threads, int rows, double rate, double lone) {
    return new CallCost(CallShape.of(callers, threads, rows), rate, lone);
  }
}
