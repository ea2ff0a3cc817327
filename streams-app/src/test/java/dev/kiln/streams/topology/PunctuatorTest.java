package dev.kiln.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PunctuatorTest {

  @Test
  void thereIsNoneUntilThereIsWork() {
    assertThat(new TaskHarness().isPunctuating()).isFalse();
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

    task.request("a", "{\"generator\":\"tiny\"}");
    assertThat(task.isPunctuating()).isTrue();
  }

  @Test
  void whatTheEngineRefusesAtOnceNeedsNoneOnceItIsCommitted() {
    var task = new TaskHarness();
    task.request("a", "{\"generator\":\"nobody\"}");

    assertThat(task.failures()).hasSize(1);
    task.ticks(2);
    assertThat(task.isPunctuating()).isFalse();
  }

  @Test
  void itComesBackForWhatTheStoreHolds() {
    var task = new TaskHarness();
    task.request("a", "{\"generator\":\"tiny\"}");
    task.crash();

    assertThat(task.isPunctuating()).isTrue();
  }
}
