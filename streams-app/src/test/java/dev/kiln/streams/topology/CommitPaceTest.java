package dev.kiln.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitPaceTest {

  private final CommitPace pace = new CommitPace();

  @Test
  void withoutAnAnswerThereIsNothingToCommit() {
    assertThat(pace.isDue(0)).isFalse();
    pace.opened(1);
    assertThat(pace.isDue(1_000_000)).isFalse();
  }

  @Test
  void aLoneAnswerIsCommittedAtOnce() {
    pace.opened(1);
    pace.opened(-1);
    pace.answered(40, 100);

    assertThat(pace.isDue(100)).isTrue();
    assertThat(pace.isDue(100)).as("again").isFalse();
  }

  @Test
  void amongOthersAnAnswerWaitsAQuarterOfItsTime() {
    pace.opened(10);
    pace.answered(400, 1000);
    pace.answered(800, 1010);

    assertThat(pace.isDue(1099)).isFalse();
    assertThat(pace.isDue(1100)).isTrue();
    assertThat(pace.isDue(5000)).as("nothing went out since").isFalse();
  }

  @Test
  void whenTheLastOfThemIsAnsweredNobodyWaitsLonger() {
    pace.opened(2);
    pace.opened(-1);
    pace.answered(400, 1000);
    assertThat(pace.isDue(1001)).isFalse();

    pace.opened(-1);
    pace.answered(400, 1002);

    assertThat(pace.isDue(1002)).isTrue();
  }

  @Test
  void commitsThatTakeLongAreFollowedByAPause() {
    pace.opened(10);
    pace.answered(0, 1000);
    assertThat(pace.isDue(1000)).isTrue();
    pace.back(1030);

    pace.answered(4, 1040);

    assertThat(pace.isDue(1149)).isFalse();
    assertThat(pace.isDue(1150)).isTrue();
  }

  @Test
  void aPauseDoesNotHoldUpTheLastAnswer() {
    pace.opened(2);
    pace.answered(0, 1000);
    assertThat(pace.isDue(1000)).isTrue();
    pace.back(1030);

    pace.opened(-2);
    pace.answered(0, 1031);

    assertThat(pace.isDue(1031)).isTrue();
  }

  @Test
  void previewsAreSeenWhileTheirRequestIsUnderWay() {
    pace.opened(1);
    pace.previewed(1000);

    assertThat(pace.isDue(1099)).isFalse();
    assertThat(pace.isDue(1100)).isTrue();
  }

  @Test
  void aClockThatGoesBackHoldsUpNothing() {
    pace.opened(10);
    pace.answered(-500, 1000);
    assertThat(pace.isDue(1000)).isTrue();
    pace.back(400);
    pace.answered(0, 401);
    assertThat(pace.isDue(401)).isTrue();
  }
}
