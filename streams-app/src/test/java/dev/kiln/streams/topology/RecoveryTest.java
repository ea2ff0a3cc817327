package dev.kiln.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import org.junit.jupiter.api.Test;

class RecoveryTest {

  private static final String ASK = "{\"generator\":\"tiny\",\"requestId\":\"%s\"}";

  @Test
  void requestsThatDiedWithTheProcessRunAloneOneAfterTheOther() {
    var task = new TaskHarness();
    task.request("a", ASK.formatted("a"));
    task.request("b", ASK.formatted("b"));
    task.crash();
    task.request("c", ASK.formatted("c"));

    task.ticks(4);
    assertThat(task.engine().submitted()).hasSize(1);

    task.engine().submitted(0).finish();
    task.ticks(4);
    assertThat(task.engine().submitted()).hasSize(2);

    task.engine().submitted(1).finish();
    task.ticks(4);
    assertThat(task.engine().submitted()).hasSize(3);
    task.engine().submitted(2).finish();
    task.tick();

    assertThat(task.samples())
        .extracting(GeneratedSample::getRequestId)
        .containsExactly("a", "b", "c");
    assertThat(task.stored()).isZero();
    task.tick(100);
    task.tick();
    assertThat(task.isPunctuating()).isFalse();
  }

  @Test
  void anAttemptIsWrittenDownAndCommittedBeforeItBegins() {
    var task = new TaskHarness();
    task.request("a", ASK.formatted("a"));
    task.crash();

    task.tick();
    assertThat(task.store().firstAfter(null, (origin, key) -> true))
        .extracting("attempt")
        .isEqualTo(2);
    assertThat(task.context().committed()).isTrue();
    assertThat(task.engine().submitted()).isEmpty();

    task.tick();
    assertThat(task.engine().submitted()).hasSize(1);
  }

  @Test
  void nothingBeginsBeforeItIsCommittedThatALifeIsUnderWay() {
    var task = new TaskHarness();
    task.process("a", ASK.formatted("a"));
    assertThat(task.context().committed()).as("a commit for each of them").isFalse();
    task.tick();
    assertThat(task.store().isMarkedUnderWay()).isTrue();
    assertThat(task.context().committed()).as("asked for a commit").isTrue();
    assertThat(task.engine().submitted()).as("with the tick before the commit").isEmpty();
    task.process("b", ASK.formatted("b"));
    task.tick();
    assertThat(task.engine().submitted()).hasSize(2);

    task.context().resetCommit();
    task.process("c", ASK.formatted("c"));
    assertThat(task.engine().submitted()).as("c waits for nothing").hasSize(3);
    assertThat(task.context().committed()).isFalse();
  }

  @Test
  void theFirstRequestsAfterADeathBeginOnceTheyAreCommitted() {
    var task = new TaskHarness();
    task.request("dead", ASK.formatted("dead"));
    task.engine().submitted(0).finish();
    task.tick();
    task.crash();
    task.process("a", ASK.formatted("a"));
    task.process("b", ASK.formatted("b"));
    assertThat(task.context().committed()).as("a commit for each of them").isFalse();
    task.tick();
    assertThat(task.context().committed()).as("asked for a commit").isTrue();
    assertThat(task.engine().submitted()).as("with the tick before the commit").isEmpty();
    task.process("c", ASK.formatted("c"));
    task.tick();
    assertThat(task.engine().submitted()).as("c came after the commit").hasSize(2);
    // One until the commit has rested, and one for c's.
    task.ticks(2);
    assertThat(task.engine().submitted()).hasSize(3);
  }

  @Test
  void anApplicationThatEndsLeavesItsRequestsInOrder() {
    var task = new TaskHarness();
    task.request("a", ASK.formatted("a"));
    task.context().resetCommit();
    assertThat(task.leave()).as("before the task knows").isFalse();
    task.tick();
    assertThat(task.store().isMarkedEnded()).isTrue();
    assertThat(task.context().committed()).as("asked for a commit").isTrue();
    assertThat(task.leave()).as("before the commit").isFalse();
    task.process("b", ASK.formatted("b"));
    task.tick();
    assertThat(task.leave()).isTrue();
    task.process("c", ASK.formatted("c"));
    task.ticks(3);
    assertThat(task.isQuiet()).isTrue();
    assertThat(task.engine().submitted()).as("nothing begins any more").hasSize(1);
    assertThat(task.store().isMarkedEnded()).isTrue();

    task.crash();
    task.ticks(3);
    assertThat(task.engine().submitted()).as("go on side by side").hasSize(3);
  }

  @Test
  void aTaskThatRestsForLongHasEndedInOrder() {
    var task = new TaskHarness();
    task.request("a", ASK.formatted("a"));
    task.engine().submitted(0).finish();
    task.ticks(2);
    assertThat(task.store().isMarkedUnderWay()).isTrue();
    task.rest();
    assertThat(task.store().isMarkedEnded()).isTrue();
    assertThat(task.leave()).as("it has nothing to note").isTrue();
  }

  @Test
  void anIdleTaskThatEndsInOrderIsNoDeath() {
    var task = new TaskHarness();
    task.request("a", ASK.formatted("a"));
    task.engine().submitted(0).finish();
    task.tick();
    assertThat(task.stored()).isZero();
    task.restart();
    task.request("b", ASK.formatted("b"));
    task.context().resetCommit();
    task.process("c", ASK.formatted("c"));

    assertThat(task.engine().submitted()).hasSize(2);
    assertThat(task.context().committed()).isFalse();
  }

  @Test
  void whatOnlyWaitedIsNoSuspect() {
    var task = new TaskHarness(OrderTest.options(ReleaseOrder.KEY, 2));
    for (int i = 0; i < 5; i++) {
      task.request("k" + i, ASK.formatted(i));
    }
    task.crash();
    for (int i = 0; i < 2; i++) {
      task.ticks(3);
      assertThat(task.engine().submitted()).hasSize(i + 1);
      task.engine().submitted(i).finish();
    }
    task.ticks(4);

    assertThat(task.engine().submitted()).as("the waiting begin side by side").hasSize(4);
  }

  @Test
  void aRequestThatKillsTheProcessAgainAndAgainIsGivenUp() {
    var task = new TaskHarness();
    task.request("poison", ASK.formatted("poison"));
    task.request("innocent", ASK.formatted("innocent"));
    for (int death = 0; death < 3; death++) {
      task.crash();
      task.ticks(3);
    }

    assertThat(task.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.getRequestId()).isEqualTo("poison");
              assertThat(failure.getCode()).isEqualTo("TOO_MANY_ATTEMPTS");
              assertThat(failure.getAttempt()).isEqualTo(3);
              assertThat(failure.getMessage()).contains("died 3 times");
            });
    assertThat(task.engine().submitted()).hasSize(1);
    task.engine().submitted(0).finish();
    task.ticks(3);
    assertThat(task.samples())
        .singleElement()
        .extracting(GeneratedSample::getRequestId)
        .isEqualTo("innocent");
    assertThat(task.stored()).isZero();
  }

  @Test
  void afterAnOrderlyEndEverythingGoesOnSideBySide() {
    var task = new TaskHarness();
    task.request("a", ASK.formatted("a"));
    task.request("b", ASK.formatted("b"));
    task.restart();
    task.ticks(5);

    assertThat(task.engine().submitted()).hasSize(2);
    assertThat(task.store().firstAfter(null, (origin, key) -> true))
        .extracting("attempt")
        .isEqualTo(1);
  }

  @Test
  void aLifeThatThisProcessSurvivedLeavesNoSuspects() {
    var task = new TaskHarness();
    task.request("a", ASK.formatted("a"));
    task.request("b", ASK.formatted("b"));
    task.abandon();
    task.ticks(5);

    assertThat(task.engine().submitted()).hasSize(2);
  }

  @Test
  void theMarkOfAnOrderlyEndIsForOneStartOnly() {
    var task = new TaskHarness();
    task.request("a", ASK.formatted("a"));
    task.request("b", ASK.formatted("b"));
    task.restart();
    task.tick();
    assertThat(task.engine().submitted()).as("before the mark's removal is committed").isEmpty();

    task.crash();
    task.ticks(4);

    assertThat(task.engine().submitted()).hasSize(1);
  }

  @Test
  void theSameSeedComesBackWithARestoredRequest() {
    var task = new TaskHarness();
    task.request("a", ASK.formatted("a"));
    long seed = task.engine().submitted(0).spec().seed();
    task.crash();
    task.ticks(2);

    assertThat(task.engine().submitted(0).spec().seed()).isEqualTo(seed);
  }

  @Test
  void oneTaskOfTheProcessTriesASuspectAtATime() {
    var one = new TaskHarness();
    var two = new TaskHarness();
    one.request("a", ASK.formatted("a"));
    two.request("b", ASK.formatted("b"));
    var process = new ProcessMemory();
    one.crash(process);
    two.crash(process);
    one.ticks(3);
    two.ticks(3);
    assertThat(one.engine().submitted()).hasSize(1);
    assertThat(two.engine().submitted()).isEmpty();

    one.engine().submitted(0).finish();
    one.ticks(2);
    two.ticks(3);

    assertThat(two.engine().submitted()).hasSize(1);
  }

  @Test
  void whatAClosedInstanceStillGetsIsDropped() {
    var task = new TaskHarness();
    task.request("a", ASK.formatted("a"));
    var old = task.engine().submitted(0);
    var before = task.context();
    task.restart();

    assertThat(old.isCancelled()).isTrue();
    old.finish();
    task.ticks(2);

    assertThat(before.forwarded()).isEmpty();
    assertThat(task.samples()).isEmpty();
    assertThat(task.failures()).extracting(GenerationFailure::getCode).isEmpty();
    assertThat(task.stored()).isOne();
  }
}
