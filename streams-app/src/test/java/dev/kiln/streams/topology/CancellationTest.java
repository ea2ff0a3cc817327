package dev.kiln.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.request.Outcome;
import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import org.junit.jupiter.api.Test;

class CancellationTest {

  private static final String ASK = "{\"generator\":\"tiny\",\"requestId\":\"%s\"}";

  @Test
  void aTombstoneTakesBackWhatIsInFlightUnderItsKey() {
    var task = new TaskHarness();
    task.request("a", ASK.formatted("a1"));
    task.request("b", ASK.formatted("b"));
    task.request("a", ASK.formatted("a2"));
    task.tombstone("a");

    assertThat(task.failures())
        .extracting(GenerationFailure::getRequestId)
        .containsExactly("a1", "a2");
    assertThat(task.failures()).extracting(GenerationFailure::getCode).containsOnly("CANCELLED");
    assertThat(task.engine().submitted(0).isCancelled()).isTrue();
    assertThat(task.engine().submitted(1).isCancelled()).isFalse();
    assertThat(task.stored()).isOne();
  }

  @Test
  void theThreadDoesNotWaitWhileWhatATombstoneTookBackIsCommitted() {
    var task = new TaskHarness();
    task.request("a", ASK.formatted("a"));
    assertThat(task.mayWaitMs()).isEqualTo(100);
    task.takeBack("a");

    assertThat(task.failures()).hasSize(1);
    assertThat(task.mayWaitMs()).isOne();
  }

  @Test
  void aTombstoneReachesWhatWaitsInTheStore() {
    var task = new TaskHarness(TaskHarness.inFlight(1));
    task.request("a", ASK.formatted("a"));
    task.request("b", ASK.formatted("b1"));
    task.request("c", ASK.formatted("c"));
    task.request("b", ASK.formatted("b2"));
    task.tombstone("b");
    assertThat(task.failures())
        .allSatisfy(f -> assertThat(f.getCode()).isEqualTo("CANCELLED"))
        .extracting(GenerationFailure::getRequestId)
        .as("their own ids, though nobody had read them")
        .containsExactly("b1", "b2");

    task.engine().submitted(0).finish();
    task.tick();
    task.engine().submitted(1).finish();
    task.tick();

    assertThat(task.samples()).extracting(GeneratedSample::getRequestId).containsExactly("a", "c");
    assertThat(task.stored()).isZero();
    task.tick();
    assertThat(task.isPunctuating()).isFalse();
  }

  @Test
  void aRequestAfterTheTombstoneIsServed() {
    var task = new TaskHarness();
    task.request("a", ASK.formatted("old"));
    task.tombstone("a");
    task.request("a", ASK.formatted("new"));
    task.engine().submitted(1).finish();
    task.tick();

    assertThat(task.samples())
        .singleElement()
        .extracting(GeneratedSample::getRequestId)
        .isEqualTo("new");
  }

  @Test
  void aTombstoneThatFindsNothingDoesNothing() {
    var task = new TaskHarness();
    task.tombstone("a");

    assertThat(task.context().forwarded()).isEmpty();
    assertThat(task.isPunctuating()).isFalse();
  }

  @Test
  void whatTheEngineDropsByItselfWaitsForTheNextStart() {
    var task = new TaskHarness();
    task.request("a", ASK.formatted("a"));
    task.engine().submitted(0).end(new Outcome.Cancelled());
    task.ticks(3);

    assertThat(task.context().forwarded()).isEmpty();
    assertThat(task.stored()).isOne();
  }

  @Test
  void aTombstoneTakesBackASuspectThatHasNotBegun() {
    var task = new TaskHarness();
    task.request("a", ASK.formatted("a"));
    task.crash();
    task.tick();
    task.tombstone("a");
    task.ticks(3);

    assertThat(task.engine().submitted()).isEmpty();
    assertThat(task.failures())
        .singleElement()
        .extracting(GenerationFailure::getCode)
        .isEqualTo("CANCELLED");
    assertThat(task.isPunctuating()).isFalse();
  }
}
