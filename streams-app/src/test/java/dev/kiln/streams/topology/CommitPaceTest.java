package dev.kiln.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitPaceTest {

  private long nanos;
  private final CommitPace pace = new CommitPace(() -> nanos);

  @Test
  void withoutAnAnswerThereIsNothingToCommit() {
    assertThat(pace.isDue()).isFalse();
    pace.opened(1);
    passes(1_000_000);
    assertThat(pace.isDue()).isFalse();
    assertThat(pace.isPending()).isFalse();
  }

  @Test
  void aLoneAnswerIsCommittedAtOnce() {
    pace.opened(1);
    pace.opened(-1);
    pace.answered(40);

    assertThat(pace.isDue()).isTrue();
    assertThat(pace.isDue()).as("again").isFalse();
  }

  @Test
  void amongOthersAnAnswerWaitsAQuarterOfItsTime() {
    pace.opened(10);
    pace.answered(400);
    passes(10);
    pace.answered(800);

    assertDueIn(90);
    passes(4000);
    assertThat(pace.isDue()).as("nothing went out since").isFalse();
  }

  @Test
  void whenTheLastOfThemIsAnsweredNobodyWaitsLonger() {
    pace.opened(2);
    pace.opened(-1);
    pace.answered(400);
    passes(1);
    assertThat(pace.isDue()).isFalse();

    pace.opened(-1);
    pace.answered(400);

    assertThat(pace.isDue()).isTrue();
  }

  @Test
  void amongOthersACommitIsFollowedByARestFourTimesAsLong() {
    pace.opened(10);
    commits(15);
    pace.answered(4);

    assertDueIn(60);
  }

  @Test
  void withNothingElseUnderWayTheRestIsAsLongAsTheCommit() {
    commits(15);
    pace.answered(4);

    passes(14);
    assertThat(pace.isDue()).isFalse();
    assertThat(pace.isPending()).as("to be asked again").isTrue();
    passes(1);
    assertThat(pace.isDue()).isTrue();
  }

  @Test
  void manyAnswersInARowAreManyUnderWay() {
    commits(15);
    for (int i = 0; i < CommitPace.MANY; i++) {
      pace.answered(1);
    }

    assertDueIn(60);
  }

  @Test
  void requestsThatWaitForACommitWaitForTheRestToo() {
    assertThat(pace.isDueFor(1)).isTrue();
    pace.leave();
    passes(15);
    pace.enter();

    passes(14);
    assertThat(pace.isDueFor(1)).isFalse();
    passes(1);
    assertThat(pace.isDueFor(CommitPace.MANY)).isFalse();
    assertThat(pace.isDueFor(1)).isTrue();
    assertThat(pace.isDueFor(1)).as("another task's, with the same commit").isTrue();
    passes(45);
    assertThat(pace.isDueFor(CommitPace.MANY)).isTrue();
  }

  @Test
  void noRestIsLongerThanTheLongest() {
    pace.opened(10);
    commits(1000);
    pace.answered(4);

    assertDueIn(100);
  }

  @Test
  void whatATaskDoesBeforeTheCommitIsNoPartOfIt() {
    pace.answered(0);
    assertThat(pace.isDue()).isTrue();
    pace.leave();
    // Another task's callback, before the thread commits.
    pace.enter();
    passes(80);
    pace.answered(0);
    pace.leave();
    passes(2);
    pace.enter();

    assertThat(pace.isPending()).as("its answer was committed as well").isFalse();
    pace.answered(0);
    passes(2);
    assertThat(pace.isDue()).isTrue();
  }

  @Test
  void previewsAreSeenWhileTheirRequestIsUnderWay() {
    pace.opened(1);
    pace.previewed();

    assertDueIn(100);
  }

  @Test
  void aClockThatGoesBackHoldsUpNothing() {
    pace.opened(10);
    pace.answered(-500);
    assertThat(pace.isDue()).isTrue();
  }

  /** An answer goes out and is committed, which takes so long. */
  private void commits(long ms) {
    pace.answered(0);
    assertThat(pace.isDue()).isTrue();
    assertThat(pace.isPending()).as("until the commit is seen").isTrue();
    pace.leave();
    passes(ms);
    pace.enter();
    assertThat(pace.isPending()).isFalse();
  }

  /** After so long and not before. */
  private void assertDueIn(long ms) {
    passes(ms - 1);
    assertThat(pace.isDue()).isFalse();
    passes(1);
    assertThat(pace.isDue()).isTrue();
  }

  private void passes(long ms) {
    nanos += ms * 1_000_000;
  }
}
