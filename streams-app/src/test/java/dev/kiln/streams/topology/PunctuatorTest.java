package dev.kiln.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PunctuatorTest {

  @Test
  void thereIsNoneUntilThereIsWork() {
    assertThat(new TaskHarness().isQuiet()).isTrue();
  }

  @Test
  void itStopsAfterTheLastAnswerAndComesBackWithTheNextRequest() {
    var task = new TaskHarness();
    task.request("a", "{\"generator\":\"tiny\"}");
    assertThat(task.isPunctuating()).isTrue();
    task.engine().submitted(0).finish();
    task.tick();
    assertThat(task.isPunctuating()).as("until its answer is committed").isTrue();
    task.tick();
    assertThat(task.isPunctuating()).isFalse();
    assertThat(task.isQuiet()).as("until the task has rested").isFalse();
    task.rest();
    assertThat(task.isQuiet()).isTrue();

    task.request("a", "{\"generator\":\"tiny\"}");
    assertThat(task.isPunctuating()).isTrue();
  }

  @Test
  void whatTheEngineRefusesAtOnceNeedsNoneOnceItIsCommitted() {
    var task = new TaskHarness();
    task.request("a", "{\"generator\":\"nobody\"}");

    assertThat(task.failures()).hasSize(1);
    task.ticks(2);
    task.rest();
    assertThat(task.isQuiet()).isTrue();
  }

  @Test
  void itComesBackForWhatTheStoreHolds() {
    var task = new TaskHarness();
    task.request("a", "{\"generator\":\"tiny\"}");
    task.crash();

    assertThat(task.isPunctuating()).isTrue();
  }
}
