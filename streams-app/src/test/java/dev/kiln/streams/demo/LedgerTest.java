package dev.kiln.streams.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.kiln.schemas.FailureCode;
import dev.kiln.streams.demo.DemoRequest.Expected;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final DemoRequest TWO_SAMPLES = request(0, "2 samples", new Expected.Samples(2));
  private static final DemoRequest BAD_STEPS =
      request(1, "steps 0", new Expected.Failure(FailureCode.BAD_STEPS));

  private final Ledger ledger = new Ledger();

  @Test
  void allSamplesOnceAreTheRightAnswer() {
    ledger.sent(TWO_SAMPLES, 100);
    ledger.sample(0, Answers.sample(1, 2), 300);
    assertThat(ledger.answered()).isZero();
    ledger.sample(0, Answers.sample(0, 2), 400);

    assertThat(ledger.answered()).isEqualTo(1);
    assertThat(ledger.violations()).isEmpty();
    assertThat(ledger.entries().get(0).latencyNanos()).isEqualTo(300);
  }

  @Test
  void theExpectedFailureIsTheRightAnswer() {
    ledger.sent(BAD_STEPS, 100);
    ledger.failure(1, Answers.failure(FailureCode.BAD_STEPS, "steps must be 1 to 1000."), 200);

    assertThat(ledger.answered()).isEqualTo(1);
    assertThat(ledger.violations()).isEmpty();
  }

  @Test
  void noAnswerIsAViolation() {
    ledger.sent(TWO_SAMPLES, 100);

    assertThat(ledger.violations()).containsExactly("request 0 (2 samples) has 0 of 2 samples");
  }

  @Test
  void aSampleThatComesTwiceIsAViolation() {
    ledger.sent(TWO_SAMPLES, 100);
    ledger.sample(0, Answers.sample(0, 2), 200);
    ledger.sample(0, Answers.sample(1, 2), 200);
    ledger.sample(0, Answers.sample(1, 2), 300);

    assertThat(ledger.violations()).containsExactly("request 0 got its sample 1 twice");
  }

  @Test
  void aFailureThatComesTwiceIsAViolation() {
    ledger.sent(BAD_STEPS, 100);
    ledger.failure(1, Answers.failure(FailureCode.BAD_STEPS, "steps must be 1 to 1000."), 200);
    ledger.failure(1, Answers.failure(FailureCode.BAD_STEPS, "steps must be 1 to 1000."), 200);

    assertThat(ledger.violations()).containsExactly("request 1 failed twice");
  }

  @Test
  void samplesAndAFailureTogetherAreAViolation() {
    ledger.sent(TWO_SAMPLES, 100);
    ledger.sample(0, Answers.sample(0, 2), 200);
    ledger.failure(0, Answers.failure(FailureCode.ENGINE_FAILED, "It broke."), 300);

    assertThat(ledger.violations())
        .contains("request 0 failed after it got samples")
        .contains("request 0 (2 samples) failed with ENGINE_FAILED: It broke.");
  }

  @Test
  void aFailureWithAnotherCodeIsAViolation() {
    ledger.sent(BAD_STEPS, 100);
    ledger.failure(1, Answers.failure(FailureCode.BAD_JSON, "Not JSON."), 200);

    assertThat(ledger.violations())
        .containsExactly(
            "request 1 (steps 0) failed with BAD_JSON instead of BAD_STEPS: Not JSON.");
  }

  @Test
  void samplesForABrokenRequestAreAViolation() {
    ledger.sent(BAD_STEPS, 100);
    ledger.sample(1, Answers.sample(0, 1), 200);

    assertThat(ledger.violations())
        .containsExactly(
            "request 1 (steps 0) should have failed with BAD_STEPS, but has 1 samples");
  }

  @Test
  void anAnswerToNobodyIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> ledger.sample(9, Answers.sample(0, 1), 1))
        .withMessageContaining("request 9");
  }

  @Test
  void waitsOnlyUntilFewEnoughAreOpen() throws InterruptedException {
    ledger.sent(TWO_SAMPLES, 100);
    ledger.sent(BAD_STEPS, 100);

    assertThat(ledger.awaitOpen(2, 0)).isTrue();
    assertThat(ledger.awaitOpen(1, 1_000_000)).isFalse();
    ledger.failure(1, Answers.failure(FailureCode.BAD_STEPS, "No."), 200);
    assertThat(ledger.awaitOpen(1, 0)).isTrue();
  }

  @Test
  void theReportAddsUpByGenerator() {
    ledger.sent(TWO_SAMPLES, 0);
    ledger.sent(BAD_STEPS, 0);
    ledger.sample(0, Answers.sample(0, 2), 1_000_000);
    ledger.sample(0, Answers.sample(1, 2), 5_000_000);
    ledger.failure(
        1, Answers.failure(FailureCode.BAD_STEPS, "steps must be 1 to 1000."), 9_000_000);

    DemoReport report = DemoReport.of(ledger, 7, 16, 0.5);

    assertThat(report.passed()).isTrue();
    assertThat(report.broken()).isEqualTo(1);
    assertThat(report.generators())
        .containsExactly(new DemoReport.Row("tiny-ddpm", 2, 2, 1, List.of(10), 5.0, 5.0, 4.0));
    assertThat(ReportText.lines(report))
        .anyMatch(line -> line.matches("tiny-ddpm +2 +2 +1 +10 +5 ms +5 ms +4\\.0"))
        .contains("  steps 0  BAD_STEPS: steps must be 1 to 1000.")
        .contains("All 1 valid requests were answered exactly once, all 1 broken ones explained.");
  }

  @Test
  void aReportWithViolationsDidNotPassAndNamesThem() {
    ledger.sent(TWO_SAMPLES, 0);

    DemoReport report = DemoReport.of(ledger, 7, 16, 0.5);

    assertThat(report.passed()).isFalse();
    assertThat(ReportText.lines(report)).contains("  request 0 (2 samples) has 0 of 2 samples");
  }

  @Test
  void percentilesAreNearestRanks() {
    long[] sorted = {1_000_000, 2_000_000, 3_000_000, 4_000_000};

    assertThat(DemoReport.percentileMillis(sorted, 0.50)).isEqualTo(2.0);
    assertThat(DemoReport.percentileMillis(sorted, 0.99)).isEqualTo(4.0);
    assertThat(DemoReport.percentileMillis(new long[0], 0.99)).isNull();
  }

  private static DemoRequest request(int number, String what, Expected expected) {
    return new DemoRequest(number, what, "tiny-ddpm", "key", new Payload.Text("unused"), expected);
  }
}
