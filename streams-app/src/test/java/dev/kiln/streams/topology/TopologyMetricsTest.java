package dev.kiln.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopologyMetricsTest {

  private static final String ASK = "{\"generator\":\"tiny\",\"requestId\":\"%s\",\"count\":2}";

  @Test
  void anAnswerIsToldWithItsGeneratorItsSamplesAndItsTime() {
    var task = new TaskHarness();
    task.request("a", ASK.formatted("a"));
    task.engine().submitted(0).finish();
    task.tick(500);

    assertThat(task.metrics.answers)
        .singleElement()
        .asString()
        .startsWith("tiny null 2 ")
        .endsWith("ms");
  }

  @Test
  void aFailureIsToldWithItsCode() {
    var task = new TaskHarness();
    task.request("a", "{\"generator\":\"tiny\",\"encoding\":\"gif\"}");
    task.request("b", "{\"generator\":\"tiny\"");
    task.ticks(3);

    assertThat(task.metrics.answers)
        .extracting(line -> line.replaceAll(" \\d+ms", ""))
        .containsExactly("tiny BAD_ENCODING 0", "null BAD_JSON 0");
  }

  @Test
  void aNameThatSomebodyMadeUpIsNotTold() {
    var task = new TaskHarness();
    task.request("a", "{\"generator\":\"no-such-thing\"}");
    task.request("b", "{\"generator\":\"no-such-thing\",\"encoding\":\"gif\"}");
    task.ticks(3);

    assertThat(task.metrics.answers)
        .extracting(line -> line.replaceAll(" \\d+ms", ""))
        .containsExactly("null UNKNOWN_GENERATOR 0", "null BAD_ENCODING 0");
  }

  @Test
  void whatIsHeldAndWhatWaitsIsTold() {
    var task = new TaskHarness(TaskHarness.inFlight(2));
    for (int i = 0; i < 5; i++) {
      task.request("k" + i, ASK.formatted(i));
    }
    assertThat(task.metrics.inFlight).isEqualTo(2);
    assertThat(task.metrics.waiting).isEqualTo(3);

    task.ticks(3);
    task.engine().submitted(0).finish();
    task.tick();

    assertThat(task.metrics.inFlight).isEqualTo(2);
    assertThat(task.metrics.waiting).isEqualTo(2);
  }

  @Test
  void whatAnEarlierLifeLeftIsRestoredAndWhatItHadBegunIsTriedAgain() {
    var task = new TaskHarness();
    task.request("a", ASK.formatted("a"));
    task.request("b", ASK.formatted("b"));
    assertThat(task.metrics.restored).isZero();

    task.crash();
    task.ticks(3);

    assertThat(task.metrics.restored).isEqualTo(2);
    assertThat(task.metrics.retried).as("one at a time").isEqualTo(1);
  }

  @Test
  void aTaskThatEndsHoldsNothing() {
    var task = new TaskHarness();
    task.request("a", ASK.formatted("a"));
    assertThat(task.metrics.tasks).isEqualTo(1);

    task.restart();

    assertThat(task.metrics.tasks).as("one ended, one began").isEqualTo(1);
  }
}
